using Pdp.Core.Objects;
using Pdp.Core.Plan;
using Pdp.Core.Ports;
using Pdp.Daemon.Reconcile;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Preview;

/// <summary>Asks the API server about each step of a plan that would write.</summary>
internal sealed class StepPreview(IDryRun dryRun, IObjectCluster cluster)
{
    /// <summary>What would become of each object.</summary>
    /// <exception cref="ClusterException">The cluster cannot be asked.</exception>
    public async Task<IReadOnlyList<ObjectPreview>> LookAsync(PlannedWork work, CancellationToken cancellationToken)
    {
        var plan = work.Plan;
        // One step that must not happen keeps all of them from being done.
        if (plan.Refusals.Count > 0) return [.. plan.Steps.Select(AsPlanned)];
        var objects = plan.Steps.Select(step => (step.Action, step.Key));
        var previews = await LookAsync(plan.Steps, NamespacesToMake(objects), cancellationToken);
        var pods = await cluster.PodsAsync(work.IntentId, cancellationToken);
        return [.. plan.Steps.Zip(previews, (step, preview) => preview with { Restarts = Restarts.Of(step, preview.Changes, work, pods) })];
    }

    /// <summary>The namespaces that are not there yet.</summary>
    public static IReadOnlySet<string> NamespacesToMake(IEnumerable<(PlanAction Action, ObjectKey Key)> objects) => objects
        .Where(o => o is { Action: PlanAction.Create, Key: { Group: "", Kind: "Namespace" } })
        .Select(o => o.Key.Name)
        .ToHashSet();

    /// <summary>What would become of each object of some steps.</summary>
    /// <exception cref="ClusterException">The cluster cannot be asked.</exception>
    public async Task<IReadOnlyList<ObjectPreview>> LookAsync(
        IEnumerable<PlanStep> plan, IReadOnlySet<string> notThere, CancellationToken cancellationToken)
    {
        var objects = new List<ObjectPreview>();
        foreach (var step in plan)
        {
            objects.Add(step.Manifest is null || !step.Writes ? AsPlanned(step)
                : step.Key.Namespace is { } ns && notThere.Contains(ns) ? Unasked(step)
                : await AskAsync(step, cancellationToken));
        }
        return objects;
    }

    private async Task<ObjectPreview> AskAsync(PlanStep step, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await dryRun.ApplyAsync(step.Manifest!, cancellationToken);
            return new ObjectPreview(
                step.Action, step.Key, ObjectChanges.Between(answer.Before, answer.After), string.Join("; ", answer.Warnings), step.Manifest);
        }
        catch (ClusterException refused) when (refused.Reason != FailureReason.ClusterUnavailable)
        {
            return new ObjectPreview(PlanAction.Refuse, step.Key, [], $"the API server refuses it: {refused.Message}", step.Manifest);
        }
    }

    // In a namespace that is not there the API server refuses everything; what the manifest says is all there is to show.
    private static ObjectPreview Unasked(PlanStep step) => new(
        step.Action, step.Key, ObjectChanges.Between(null, step.Manifest!), "not asked of the API server: its namespace is not there yet",
        step.Manifest);

    private static ObjectPreview AsPlanned(PlanStep step) => new(step.Action, step.Key, [], step.Message, step.Manifest);
}
