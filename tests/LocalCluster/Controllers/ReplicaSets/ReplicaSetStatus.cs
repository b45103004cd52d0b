using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.ReplicaSets;

/// <summary>What a ReplicaSet says of its pods. Zero counters are left out, except the first, as the API's own type writes them.</summary>
internal static class ReplicaSetStatus
{
    public static JsonObject Of(JsonObject set, IReadOnlyList<JsonObject> pods, int minReadySeconds, string? failure, DateTimeOffset now)
    {
        var templateLabels = set.Object("spec", "template", "metadata", "labels");
        var status = new JsonObject { ["replicas"] = pods.Count, ["observedGeneration"] = set.Generation() };
        Count(status, "fullyLabeledReplicas", pods.Count(pod => templateLabels is null || LabelSelector.MatchesMap(templateLabels, pod.Object("metadata", "labels"))));
        Count(status, "readyReplicas", pods.Count(PodFacts.IsReady));
        Count(status, "availableReplicas", pods.Count(pod => pod.IsAvailable(minReadySeconds, now)));
        if (failure is null) return status;
        var conditions = set.Array("status", "conditions")?.DeepClone().AsArray() ?? [];
        Conditions.Set(conditions, "ReplicaFailure", "True", "FailedCreate", failure, now);
        status["conditions"] = conditions;
        return status;
    }

    private static void Count(JsonObject status, string name, int count)
    {
        if (count > 0) status[name] = count;
    }
}
