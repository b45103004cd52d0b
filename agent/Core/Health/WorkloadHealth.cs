using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Health;

/// <summary>Health of what keeps pods running.</summary>
internal static class WorkloadHealth
{
    public static ObjectHealth OfDeployment(JsonObject live)
    {
        if (live.IsTrue("spec", "paused"))
            return Verdict.Suspended("its rollout is paused");
        if (live.Condition("Progressing") is { } progressing && progressing.Text("reason") == "ProgressDeadlineExceeded")
            return Verdict.Degraded(FailureReason.DeadlineExceeded, "its rollout did not progress by its deadline");
        return PodsCannotBeMade(live) ?? OfCounts(live, CountsOf(live, "updatedReplicas", "availableReplicas"));
    }

    public static ObjectHealth OfStatefulSet(JsonObject live)
    {
        var counts = CountsOf(live, "updatedReplicas", "availableReplicas");
        var partition = live.Number("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
        // With OnDelete or a partition, older pods stay on purpose.
        var isAsFarAsItGoes = live.Text("spec", "updateStrategy", "type") == "OnDelete" || counts.Updated >= counts.Wanted - partition;
        return OfCounts(live, isAsFarAsItGoes ? counts with { Updated = counts.Total } : counts);
    }

    public static ObjectHealth OfDaemonSet(JsonObject live)
    {
        var wanted = live.Number("status", "desiredNumberScheduled");
        if (wanted is null || live.Number("status", "observedGeneration") is null)
            return NotSeen;
        var isOnDelete = live.Text("spec", "updateStrategy", "type") == "OnDelete";
        var updated = isOnDelete ? wanted.Value : live.Number("status", "updatedNumberScheduled") ?? 0;
        var available = live.Number("status", "numberAvailable") ?? 0;
        return wanted == 0 ? Verdict.Healthy : OfPods(new Counts(wanted.Value, updated, updated, available));
    }

    public static ObjectHealth OfReplicaSet(JsonObject live)
    {
        var counts = CountsOf(live, "replicas", "availableReplicas");
        return PodsCannotBeMade(live) ?? OfCounts(live, counts);
    }

    private static ObjectHealth NotSeen => Verdict.Progressing("its controller has not looked at it yet");

    private static ObjectHealth OfCounts(JsonObject live, Counts counts)
    {
        if (live.Number("status", "observedGeneration") is null)
            return NotSeen;
        if (counts.Wanted > 0)
            return OfPods(counts);
        return counts.Total > 0 ? Verdict.Progressing($"{counts.Total} pods are still leaving") : Verdict.Suspended("is scaled to zero");
    }

    private static ObjectHealth OfPods(Counts counts)
    {
        if (counts.Updated < counts.Wanted)
            return Verdict.Progressing($"{counts.Updated} of {counts.Wanted} pods are of the new revision");
        if (counts.Total - Math.Min(counts.Updated, counts.Wanted) is var leaving and > 0)
            return Verdict.Progressing($"{leaving} pods are still leaving");
        return counts.Available < counts.Wanted
            ? Verdict.Progressing($"{counts.Available} of {counts.Wanted} pods are available")
            : Verdict.Healthy;
    }

    // A quota or an admission rule; it may be lifted, but not by waiting alone.
    private static ObjectHealth? PodsCannotBeMade(JsonObject live)
    {
        if (!live.Says("ReplicaFailure", "True"))
            return null;
        var why = live.Condition("ReplicaFailure").Explain("the cluster refuses them");
        return Verdict.Degraded(FailureReason.PolicyDenied, $"its pods cannot be made: {why}");
    }

    private static Counts CountsOf(JsonObject live, string updated, string available) => new(
        live.Number("spec", "replicas") ?? 1,
        live.Number("status", "replicas") ?? 0,
        live.Number("status", updated) ?? 0,
        live.Number("status", available) ?? 0);

    private sealed record Counts(long Wanted, long Total, long Updated, long Available);
}
