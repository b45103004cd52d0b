using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Health;

/// <summary>Finds out from its pods why a workload is not ready.</summary>
internal static class PodDiagnosis
{
    // The most telling first; a pod that merely starts tells nothing.
    private static readonly IReadOnlyList<FailureReason> Telling =
    [
        FailureReason.ContainerConfigError,
        FailureReason.ImagePullFailed,
        FailureReason.CrashLooping,
        FailureReason.Unschedulable,
        FailureReason.NotReady,
    ];

    /// <summary>The diagnosis; null when the pods do not tell more than the workload itself.</summary>
    public static ObjectHealth? Of(JsonObject workload, IReadOnlyList<JsonObject> pods)
    {
        if (pods.Count == 0 || workload.At("spec", "selector", "matchLabels") is not JsonObject { Count: > 0 } selector)
            return null;
        // Of two pods with the same trouble the newer one counts: it is of the revision that is being rolled out.
        return pods
            .Where(pod => !ManifestObject.IsBeingDeleted(pod) && !HasEnded(pod) && IsSelected(pod, selector))
            .OrderByDescending(pod => pod.Text("metadata", "creationTimestamp"), StringComparer.Ordinal)
            .ThenBy(ManifestObject.NameOf, StringComparer.Ordinal)
            .Select(pod => (Name: ManifestObject.NameOf(pod), Health: PodHealth.Of(pod)))
            .Where(pod => pod.Health.Reason is { } reason && Telling.Contains(reason))
            .OrderBy(pod => Telling.ToList().IndexOf(pod.Health.Reason!.Value))
            .Select(pod => pod.Health with { Message = $"pod {pod.Name}: {pod.Health.Message}" })
            .FirstOrDefault();
    }

    // A pod that ended was replaced, or is an earlier try of a job; its successor tells how it goes.
    private static bool HasEnded(JsonObject pod) => pod.Text("status", "phase") is "Failed" or "Succeeded";

    private static bool IsSelected(JsonObject pod, JsonObject selector) =>
        selector.All(label => ManifestObject.Label(pod, label.Key) is { } value && value == label.Value.Text());
}
