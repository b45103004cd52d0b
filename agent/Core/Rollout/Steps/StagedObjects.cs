using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Render;
using Pdp.Core.Routing;

namespace Pdp.Core.Rollout.Steps;

/// <summary>
/// What is to be in the cluster while two revisions stand side by side: both workloads with all that belongs to them, and what leads to them as the
/// stage says. A pure function of both renderings and the stage, so that whoever goes on with a rollout makes the same of it.
/// </summary>
/// <param name="Objects">Everything.</param>
/// <param name="Stable">What leads to the component from outside its version; null without a track.</param>
/// <param name="Beside">
/// Those of them whose health decides nothing about the new one: what only the revision before needs, and the Jobs of tests, whose steps ask how they ended.
/// </param>
public sealed record StagedObjects(
    IReadOnlyList<DesiredObject> Objects,
    StableVersion? Stable,
    IReadOnlySet<(string Group, string Kind, string? Namespace, string Name)> Beside)
{
    /// <summary>The Job of the test that the step asks for; null when it asks for none.</summary>
    public ObjectKey? Test { get; init; }

    /// <summary>The objects of a stage.</summary>
    /// <param name="before">The revision before; with a workload.</param>
    /// <param name="after">The new one; with a workload.</param>
    /// <param name="stage">The stage; not past the last step.</param>
    /// <param name="running">Pods an autoscaler has made of the one before; null without one.</param>
    public static StagedObjects Of(RenderResult before, RenderResult after, RolloutStage stage, int? running)
    {
        var share = PodShare.Of(stage, before.Workload!, after.Workload!, running);
        var leads = new StagedTraffic(before.Workload!, after.Workload!, stage);
        var next = after.Objects.ToDictionary(o => o.Key.Identity);
        var known = before.Objects.Select(o => o.Key.Identity).ToHashSet();
        IEnumerable<DesiredObject> objects =
        [
            .. before.Objects.SelectMany(o => next.TryGetValue(o.Key.Identity, out var other) ? Both(o, other, stage, leads) : [Left(o, before, share)]),
            .. after.Objects.Where(o => !known.Contains(o.Key.Identity)).SelectMany(o => New(o, after, stage, share)),
            .. leads.Preview(after.Objects),
            .. StagedTests.Of(after.Tests, stage).Where(o => !known.Contains(o.Key.Identity)),
        ];
        var jobs = StagedTests.Jobs(after.Tests, stage).ToList();
        var beside = before.Objects.Select(o => o.Key.Identity).Where(key => !next.ContainsKey(key)).Concat(jobs.Select(job => job.Job.Key.Identity));
        return new StagedObjects([.. objects], StableOf(before, after, stage, leads), beside.ToHashSet())
        {
            Test = jobs.Find(job => job.Name == stage.Current?.Test).Job?.Key,
        };
    }

    // Nothing of the revision before is touched until the switch, but what leads to it. Policies of the network add up, so both stand.
    private static IEnumerable<DesiredObject> Both(DesiredObject before, DesiredObject after, RolloutStage stage, StagedTraffic leads)
    {
        if (LeadingKinds.Is(before.Key))
            return [leads.Of(before, after)];
        var (first, second) = stage.IsSwitched ? (after, before) : (before, after);
        var isOther = before.Key.Kind.EndsWith("NetworkPolicy", StringComparison.Ordinal) && !JsonNode.DeepEquals(before.Manifest, after.Manifest);
        return isOther ? [first, second.Renamed($"{second.Key.Name}--beside")] : [first];
    }

    private static DesiredObject Left(DesiredObject o, RenderResult before, PodShare share) =>
        share.Before is { } pods && o.Key == before.Workload!.Deployment
            // Only once the pods that take over from them are there.
            ? o.With(manifest => manifest["spec"]!["replicas"] = pods) with { Wave = LeadingKinds.SwitchWave }
            : o.Key.Kind == "PodDisruptionBudget" ? o.With(manifest => Narrow(manifest, before.Workload!.Revision)) : o;

    // A pod that two budgets count cannot be evicted at all.
    private static void Narrow(JsonObject budget, string revision)
    {
        if (budget.At("spec", "selector", "matchLabels") is JsonObject labels)
            labels[ManagedMetadata.RevisionLabel] = revision;
    }

    private static IEnumerable<DesiredObject> New(DesiredObject o, RenderResult after, RolloutStage stage, PodShare share)
    {
        if (o.Key == after.Workload!.Deployment)
            return [o.With(manifest => manifest["spec"]!["replicas"] = share.After)];
        if (LeadingKinds.Is(o.Key))
            return stage.IsSwitched ? [o with { Wave = LeadingKinds.SwitchWave }] : [];
        // It would count the pods of a share as all there are.
        return o.Key.Kind == "HorizontalPodAutoscaler" ? [] : [o];
    }

    private static StableVersion? StableOf(RenderResult before, RenderResult after, RolloutStage stage, StagedTraffic leads)
    {
        if (before.Stable is not { } stable || after.Stable is not { } next || stage.IsSwitched)
            return after.Stable;
        var others = next.Objects.ToDictionary(o => o.Key.Identity);
        return stable with { Objects = [.. stable.Objects.Select(o => leads.Of(o, others.GetValueOrDefault(o.Key.Identity)) with { Wave = 0 })] };
    }
}
