using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Plan;
using Pdp.Core.Ports;
using Pdp.Core.Runs;
using Pdp.Daemon.Reconcile.Drift;
using Pdp.Daemon.Reconcile.Secrets;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>Gathers what a plan is made from, and has it made.</summary>
internal sealed class Planning(IObjectCluster cluster, DriftBook drift, TimeProvider time)
{
    /// <summary>Plans how to get from what is to the target.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<PlannedWork> PlanAsync(StoredIntent stored, Target target, CancellationToken cancellationToken)
    {
        var inventory = stored.Status.Inventory;
        var objects = target.Objects ?? [];
        var known = objects.Select(desired => desired.Key).Concat(inventory.Select(ObjectKey.Of));
        ObjectKey[] keys = [.. known.DistinctBy(key => key.Identity)];
        var live = await cluster.ReadAsync(stored.Id, keys, inventory, cancellationToken);
        var finished = FinishedJobs(stored.Status, objects, live);
        DesiredObject[] desired = [.. objects.Where(d => !finished.ContainsKey(d.Key.Identity))];
        var plan = Planner.Plan(new PlanRequest
        {
            IntentId = stored.Id,
            Desired = desired,
            // A finished Job is neither made again nor missed.
            Inventory = [.. inventory.Where(entry => !finished.ContainsKey(ObjectKey.Of(entry).Identity))],
            Live = new LiveState
            {
                Objects = live.Objects,
                Claims = live.Claims,
                Strays = live.Strays,
                NamespacesOfOurs = await NamespacesOfOursAsync(stored, desired, live, cancellationToken),
            },
            Exemptions = target.Exemptions,
            Held = drift.Held(stored.Status, time.GetUtcNow()),
            WasApplied = WasApplied(stored.Status, target),
            Options = new PlanOptions { Prune = target.Prune, Teardown = target.IsTeardown, DeleteVolumes = target.DeleteVolumes },
        });
        return new PlannedWork(stored.Id, target, target.IsRun ? Guarded(plan) : plan, live, finished);
    }

    private static DeploymentPlan Guarded(DeploymentPlan plan) => plan with
    {
        Applies =
        [
            .. plan.Applies.Select(step => step is { Action: PlanAction.Create, Key: { Group: "batch", Kind: "Job" }, Manifest: { } manifest }
                ? step with { Manifest = RunGuard.Put(manifest) }
                : step),
        ],
    };

    // Then what is missing was deleted by somebody; before, it may only not have been made yet.
    private static bool WasApplied(IntentStatus status, Target target) => target.Choice.IsLastGood
        ? status.RunningGeneration == target.Choice.Generation
        : status.Conditions.Any(c => c is { Type: "Applied", Status: "True" } && c.ObservedGeneration == target.Choice.Generation);

    // A Job runs once. One that ended and is cleaned away, by its time to live or by hand, is not run again to look repaired; while it is
    // still going, what the status remembers of its end must not be lost.
    private static Dictionary<(string, string, string?, string), ResourceStatus> FinishedJobs(
        IntentStatus status, IReadOnlyList<DesiredObject> desired, LiveObjects live)
    {
        var jobs = desired.Where(d => d.Key is { Group: "batch", Kind: "Job" } && IsGoneOrGoing(live.Objects.GetValueOrDefault(d.Key.Identity)))
            .Select(d => d.Key.Identity)
            .ToHashSet();
        return status.Resources
            .Where(r => jobs.Contains(ObjectKey.Of(r.Object).Identity) && r.Health is HealthState.Healthy or HealthState.Degraded)
            .ToDictionary(r => ObjectKey.Of(r.Object).Identity);
    }

    private static bool IsGoneOrGoing(JsonObject? job) => job?["metadata"]?["deletionTimestamp"] is not null || job is null;

    private async Task<IReadOnlySet<string>> NamespacesOfOursAsync(
        StoredIntent stored, IReadOnlyList<DesiredObject> desired, LiveObjects live, CancellationToken cancellationToken)
    {
        var names = stored.Status.Inventory.Select(ObjectKey.Of)
            .Where(key => key is { Group: "", Kind: "Namespace" } && live.Objects.ContainsKey(key.Identity))
            .Where(key => desired.All(d => d.Key.Identity != key.Identity))
            .Select(key => key.Name);
        var ours = new HashSet<string>();
        foreach (var name in names)
        {
            if (await cluster.HoldsNothingElseAsync(stored.Id, name, cancellationToken)) ours.Add(name);
        }
        return ours;
    }
}

/// <summary>A plan and what it was made from.</summary>
/// <param name="IntentId">The intent.</param>
/// <param name="Target">What shall run.</param>
/// <param name="Plan">How to get there.</param>
/// <param name="Live">What was there.</param>
/// <param name="FinishedJobs">Jobs that ran and are gone, as the status remembers them.</param>
internal sealed record PlannedWork(
    string IntentId,
    Target Target,
    DeploymentPlan Plan,
    LiveObjects Live,
    IReadOnlyDictionary<(string, string, string?, string), ResourceStatus> FinishedJobs)
{
    /// <summary>All is left as it is.</summary>
    public static PlannedWork Nothing(string intentId, Target target) => new(
        intentId,
        target,
        new DeploymentPlan([], []),
        new LiveObjects { Objects = new Dictionary<(string, string, string?, string), JsonObject>() },
        new Dictionary<(string, string, string?, string), ResourceStatus>());

    /// <summary>What is to be put into Secrets on the way.</summary>
    public SecretSupply Secrets { get; init; } = new();

    /// <summary>Whether carrying it out writes nothing.</summary>
    public bool IsStill => Target.Secrets.Count == 0 && Plan.Applies.All(step => !step.Writes);

    /// <summary>The live object a step is about; null when there was none.</summary>
    public JsonObject? LiveOf(PlanStep step) => Live.Objects.GetValueOrDefault(step.Key.Identity);
}
