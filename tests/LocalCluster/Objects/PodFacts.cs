using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Objects;

/// <summary>What controllers conclude from a pod's status.</summary>
internal static class PodFacts
{
    public static string Phase(this JsonObject pod) => pod.Text("status", "phase") ?? "Pending";

    /// <summary>Ended for good, well or not.</summary>
    public static bool IsFinished(this JsonObject pod) => pod.Phase() is "Succeeded" or "Failed";

    /// <summary>Neither ended nor on its way out: it counts as a replica.</summary>
    public static bool IsActive(this JsonObject pod) => !pod.IsFinished() && !pod.IsDeleting();

    /// <summary>Nothing of it runs any more; only finalizers hold the object.</summary>
    public static bool IsGone(this JsonObject pod) => pod.IsDeleting() && pod.Long("metadata", "deletionGracePeriodSeconds") == 0;

    /// <summary>On its way out, and may still run.</summary>
    public static bool IsLeaving(this JsonObject pod) => pod.IsDeleting() && !pod.IsGone() && !pod.IsFinished();

    public static bool IsReady(this JsonObject pod) => Conditions.Status(pod, "Ready") == "True";

    /// <summary>Since when the pod is ready; null while it is not.</summary>
    public static DateTimeOffset? ReadySince(this JsonObject pod) =>
        pod.IsReady() ? Conditions.Find(pod, "Ready").Time("lastTransitionTime") ?? DateTimeOffset.MinValue : null;

    /// <summary>Ready, and for at least <paramref name="minReadySeconds"/>.</summary>
    public static bool IsAvailable(this JsonObject pod, int minReadySeconds, DateTimeOffset now) =>
        pod.ReadySince() is { } since && (minReadySeconds <= 0 || since.AddSeconds(minReadySeconds) <= now);

    /// <summary>How long until a ready pod counts as available; null when it does already or is not ready.</summary>
    public static TimeSpan? UntilAvailable(this JsonObject pod, int minReadySeconds, DateTimeOffset now) =>
        pod.ReadySince() is { } since && since.AddSeconds(minReadySeconds) > now ? since.AddSeconds(minReadySeconds) - now : null;

    /// <summary>All container restarts together.</summary>
    public static int Restarts(this JsonObject pod) => pod.Items("status", "containerStatuses").Sum(status => status.Int("restartCount") ?? 0);

    /// <summary>The pod that is first to last when some must go: not placed, pending, not ready, cheap, ready for a short time, often
    /// restarted, young. The order is that of <c>controller.ActivePodsWithRanks</c>.</summary>
    public static IEnumerable<JsonObject> FirstToGo(IEnumerable<JsonObject> pods) => pods
        .OrderBy(pod => pod.Text("spec", "nodeName") is { Length: > 0 })
        .ThenBy(pod => pod.Phase() switch { "Pending" => 0, "Unknown" => 1, _ => 2 })
        .ThenBy(IsReady)
        .ThenBy(pod => int.TryParse(pod.Annotation("controller.kubernetes.io/pod-deletion-cost"), out var cost) ? cost : 0)
        .ThenByDescending(pod => pod.ReadySince() ?? DateTimeOffset.MinValue)
        .ThenByDescending(Restarts)
        .ThenByDescending(ObjectMeta.CreatedAt)
        .ThenBy(ObjectMeta.Name, StringComparer.Ordinal);
}
