using System.Text.Json.Nodes;

namespace Pdp.Daemon.Reconcile;

/// <summary>Which pods are a workload's, so that they can say why it is not ready.</summary>
internal static class WorkloadPods
{
    /// <summary>The pods its selector matches, or that it owns; none for what has no pods.</summary>
    /// <param name="workload">The live object; null when it is not there.</param>
    /// <param name="pods">Pods of the same intent.</param>
    public static IReadOnlyList<JsonObject> Of(JsonObject? workload, IReadOnlyList<JsonObject> pods)
    {
        if (workload is null || pods.Count == 0) return [];
        var @namespace = workload["metadata"]?["namespace"]?.ToString();
        var uid = workload["metadata"]?["uid"]?.ToString();
        var selector = workload["spec"]?["selector"]?["matchLabels"] as JsonObject;
        return
        [
            .. pods.Where(pod => pod["metadata"]?["namespace"]?.ToString() == @namespace
                && (IsOwnedBy(pod, uid) || (selector is { Count: > 0 } && Matches(selector, pod)))),
        ];
    }

    private static bool Matches(JsonObject selector, JsonObject pod) =>
        pod["metadata"]?["labels"] is JsonObject labels
        && selector.All(wanted => labels[wanted.Key]?.ToString() == wanted.Value?.ToString());

    private static bool IsOwnedBy(JsonObject pod, string? uid) =>
        uid is not null && pod["metadata"]?["ownerReferences"] is JsonArray owners && owners.Any(owner => owner?["uid"]?.ToString() == uid);
}
