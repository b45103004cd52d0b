using System.Text.Json.Nodes;

namespace Pdp.Daemon.Reconcile;

/// <summary>How far a rollout is, in pods.</summary>
/// <param name="Desired">Pods wanted.</param>
/// <param name="Updated">Pods of the new revision.</param>
/// <param name="Available">Pods that take traffic.</param>
internal sealed record PodCounts(int Desired, int Updated, int Available)
{
    /// <summary>The sum over Deployments and StatefulSets; what their controller has not looked at yet counts as nothing updated.</summary>
    public static PodCounts Of(IEnumerable<JsonObject> live) =>
        live.Where(o => o["kind"]?.ToString() is "Deployment" or "StatefulSet")
            .Select(One)
            .Aggregate(
                new PodCounts(0, 0, 0),
                (sum, one) => new(sum.Desired + one.Desired, sum.Updated + one.Updated, sum.Available + one.Available));

    private static PodCounts One(JsonObject workload)
    {
        var isSeen = Number(workload["status"]?["observedGeneration"]) >= Number(workload["metadata"]?["generation"]);
        return new PodCounts(
            workload["spec"]?["replicas"] is { } replicas ? Number(replicas) : 1,
            isSeen ? Number(workload["status"]?["updatedReplicas"]) : 0,
            Number(workload["status"]?["availableReplicas"]));
    }

    private static int Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;
}
