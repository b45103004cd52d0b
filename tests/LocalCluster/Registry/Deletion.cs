using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Registry;

/// <summary>When an object goes, and what holds it.</summary>
internal static class Deletion
{
    /// <summary>Whether an object that is being deleted has lost the last thing that held it.</summary>
    public static bool IsDue(JsonObject before, JsonObject after) =>
        before.Text("metadata", "deletionTimestamp") is not null
        && (before.Long("metadata", "deletionGracePeriodSeconds") ?? 0) == 0
        && MetadataRules.Finalizers(after).Count == 0
        && (after.Text("kind") != "Namespace" || (after.Array("spec", "finalizers")?.Count ?? 0) == 0);

    /// <summary>The finalizers of an object that is to go, as the propagation asks.</summary>
    public static IReadOnlyList<string> Finalizers(JsonObject obj, Propagation? propagation)
    {
        var kept = MetadataRules.Finalizers(obj);
        if (propagation is null)
            return kept;
        var others = kept.Where(f => f is not ("orphan" or "foregroundDeletion"));
        return propagation switch
        {
            Propagation.Orphan => [.. others, "orphan"],
            Propagation.Foreground => [.. others, "foregroundDeletion"],
            _ => [.. others],
        };
    }

    /// <summary>Seconds a pod is given to end: what was asked for, or its own; none where nothing runs.</summary>
    public static long PodGrace(JsonObject pod, long? asked)
    {
        if (pod.Text("spec", "nodeName") is not { Length: > 0 } || pod.Text("status", "phase") is "Succeeded" or "Failed")
            return 0;
        var grace = asked ?? pod.Long("spec", "terminationGracePeriodSeconds") ?? 30;
        return grace < 0 ? 1 : grace;
    }
}
