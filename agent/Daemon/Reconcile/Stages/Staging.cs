using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Render;
using Pdp.Core.Rollout.Steps;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile.Stages;

/// <summary>
/// Makes of what shall run what shall be there now: while a revision takes over by steps, both it and the one before; else it alone, in the order
/// that loses no request.
/// </summary>
internal sealed class Staging(KeptRevisions revisions, IObjectCluster cluster)
{
    /// <summary>The target as it shall be there now.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<Target> StageAsync(StoredIntent stored, Target target, CancellationToken cancellationToken)
    {
        if (target.Rendered is not { Workload: { } workload } rendered) return target;
        if (await BeforeAsync(stored, target, workload, cancellationToken) is { } before)
        {
            var stage = StageOf(stored.Status, target, workload, TrafficSplits.Of(target.Rollout.Strategy, before, rendered));
            if (stage.Current is not null) return await StagedAsync(stored, target, before, stage, cancellationToken);
            target = target with { Stage = stage };
        }
        var live = await ReadAsync(stored, [workload.Deployment, .. Some(workload.Service)], cancellationToken);
        var objects = SafeSwitch.Order(
            rendered, target.Choice.IsLastGood, workload.Service is { } service ? live(service) : null, live(workload.Deployment), HasOthers(stored.Status, workload));
        return target with { Objects = objects };
    }

    // The revision it stands beside; null where there is none, it does not run, or its pods are the same.
    private async Task<RenderResult?> BeforeAsync(
        StoredIntent stored, Target target, RenderedWorkload workload, CancellationToken cancellationToken)
    {
        var isNew = target is { Blocker: null, Choice.IsLastGood: false, LastGood: not null }
            && target.Rollout.HasSteps() && target.LastGood != target.Choice.Mark;
        if (!isNew || target.LastGood!.Generation != stored.Status.RunningGeneration) return null;
        var kept = await revisions.FindAsync(stored, cancellationToken);
        return kept is { Rendered: { Workload: { } running } rendered } && running.Revision != workload.Revision ? rendered : null;
    }

    private static RolloutStage StageOf(IntentStatus status, Target target, RenderedWorkload workload, TrafficSplit split)
    {
        var path = RolloutPath.Of(target.Rollout);
        var step = RolloutStage.StepOf(status, workload.Revision, path);
        var underWay = RolloutStage.IsUnderWay(status, workload.Revision, path) ? status.Rollout : null;
        return new RolloutStage(path, step, workload.Revision, target.Rollout.Strategy, split)
        {
            StartedAt = underWay?.StartedAt,
            Tests = underWay?.Tests ?? [],
        };
    }

    private async Task<Target> StagedAsync(
        StoredIntent stored, Target target, RenderResult before, RolloutStage stage, CancellationToken cancellationToken)
    {
        var running = before.Workload!;
        var live = await ReadAsync(stored, [running.Deployment], cancellationToken);
        var pods = running.MostPods is null ? null : (int?)live(running.Deployment)?["spec"]?["replicas"];
        var staged = StagedObjects.Of(before, target.Rendered!, stage, pods);
        return target with
        {
            Stage = stage,
            Objects = staged.Objects,
            Stable = staged.Stable,
            Beside = staged.Beside,
            Test = staged.Test,
            Secrets = [.. target.KnownSecrets.Concat(before.Secrets).DistinctBy(secret => secret.Manifest.Identity)],
        };
    }

    private async Task<Func<ObjectKey, JsonObject?>> ReadAsync(
        StoredIntent stored, IReadOnlyList<ObjectKey> keys, CancellationToken cancellationToken)
    {
        var live = await cluster.FindAsync(keys, stored.Status.Inventory, cancellationToken);
        return key => live.GetValueOrDefault(key.Identity);
    }

    private static bool HasOthers(IntentStatus status, RenderedWorkload workload) =>
        status.Inventory.Any(entry => entry is { Group: "apps", Kind: "Deployment" } && entry.Name != workload.Deployment.Name);

    private static IEnumerable<ObjectKey> Some(ObjectKey? key) => key is null ? [] : [key];
}
