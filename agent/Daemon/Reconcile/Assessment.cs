using System.Text.Json.Nodes;
using Pdp.Core.Analysis;
using Pdp.Core.Health;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Runs;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>Looks how the target's objects are doing.</summary>
internal sealed class Assessment(IObjectCluster cluster, IRunJobs jobs)
{
    /// <summary>The health of each object, and of all of them together.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<Assessed> LookAsync(string intentId, PlannedWork work, ApplyRun run, CancellationToken cancellationToken)
    {
        var objects = work.Target.Objects ?? [];
        var live = await LiveAsync(work, objects, cancellationToken);
        var pods = await cluster.PodsAsync(intentId, cancellationToken);
        var looks = objects.Select(o => Look(o, work, live, pods)).ToList();
        return new Assessed(
            [.. looks.Select(look => Describe(look, run))],
            looks.Count == 0
                ? new ObjectHealth(HealthState.Healthy)
                : HealthAssessor.Worst(looks.Where(look => work.Target.IsDecidedBy(look.Desired.Key)).Select(look => (look.Desired.Id, look.Health))),
            PodCounts.Of(looks.Where(look => work.Target.IsDecidedBy(look.Desired.Key)).Select(look => look.Live).OfType<JsonObject>()))
        {
            Routes = [.. looks.Where(look => !HealthAssessor.Decides(look.Desired.Key)).Select(look => (look.Desired.Id, look.Health))],
            Runs = work.Target.HasRuns ? await jobs.OfAsync(intentId, cancellationToken) : [],
            Test = looks.Where(look => look.Desired.Key == work.Target.Test && (look.Live is not null || look.IsFinished)).Select(look => TestOf(look, work.Target, pods)).FirstOrDefault(),
        };
    }

    // Where nothing was written, what the plan was made from is what there is: whatever changed since brings the intent back.
    private async Task<IReadOnlyDictionary<(string Group, string Kind, string? Namespace, string Name), JsonObject>> LiveAsync(
        PlannedWork work, IReadOnlyList<DesiredObject> objects, CancellationToken cancellationToken) =>
        work.IsStill ? work.Live.Objects : await cluster.FindAsync([.. objects.Select(o => o.Key)], made: null, cancellationToken);

    private static ObjectLook Look(
        DesiredObject desired,
        PlannedWork work,
        IReadOnlyDictionary<(string Group, string Kind, string? Namespace, string Name), JsonObject> live,
        IReadOnlyList<JsonObject> pods)
    {
        if (work.FinishedJobs.TryGetValue(desired.Key.Identity, out var finished))
            return new ObjectLook(desired, null, new ObjectHealth(finished.Health, Message: finished.Message), IsFinished: true);
        var found = live.GetValueOrDefault(desired.Key.Identity) ?? EndedSincePlanned(desired, work);
        return new ObjectLook(desired, found, HealthAssessor.Of(found, WorkloadPods.Of(found, pods)));
    }

    // A Job that had ended when the plan was made and is gone now has run all the same; without that it would be run again.
    private static JsonObject? EndedSincePlanned(DesiredObject desired, PlannedWork work) =>
        desired.Key is { Group: "batch", Kind: "Job" } ? work.Live.Objects.GetValueOrDefault(desired.Key.Identity) : null;

    private static TestStatus TestOf(ObjectLook look, Target target, IReadOnlyList<JsonObject> pods) => TestRun.Of(
        target.Stage!.Current!.Test!, look.Desired.Key.Name, look.Live, look.Health, WorkloadPods.Of(look.Live, pods));

    private static ResourceStatus Describe(ObjectLook look, ApplyRun run)
    {
        var failure = run.Failures.FirstOrDefault(f => f.Step.Key.Identity == look.Desired.Key.Identity).Failure;
        return new ResourceStatus
        {
            Id = look.Desired.Id,
            Object = look.Desired.Key.ToEntry(look.Desired.Wave),
            Action = look.IsFinished ? ApplyAction.Unchanged : run.ActionOn(look.Desired.Key) ?? ApplyAction.Skipped,
            Health = look.Health.State,
            Message = failure?.Message ?? look.Health.Message,
        };
    }

    private sealed record ObjectLook(DesiredObject Desired, JsonObject? Live, ObjectHealth Health, bool IsFinished = false);
}

/// <summary>How the target's objects are doing.</summary>
/// <param name="Resources">Each of them.</param>
/// <param name="Health">All together.</param>
/// <param name="Pods">How far their pods are.</param>
internal sealed record Assessed(IReadOnlyList<ResourceStatus> Resources, ObjectHealth Health, PodCounts Pods)
{
    /// <summary>Those of them that are routes, of which people are told and which decide nothing.</summary>
    public IReadOnlyList<(string Id, ObjectHealth Health)> Routes { get; init; } = [];

    /// <summary>The Jobs of a task's runs; none for anything else.</summary>
    public IReadOnlyList<JsonObject> Runs { get; init; } = [];

    /// <summary>How the test stands that a step asks for; null unless one does, and its Job is there or was.</summary>
    public TestStatus? Test { get; init; }

    /// <summary>What was measured of the new revision; none unless a step asks for it.</summary>
    public IReadOnlyList<Measurement> Measurements { get; init; } = [];

    /// <summary>There is nothing to look at.</summary>
    public static Assessed Nothing { get; } = new([], new ObjectHealth(HealthState.Missing), new PodCounts(0, 0, 0));
}
