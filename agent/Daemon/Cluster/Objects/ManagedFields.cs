using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Kubernetes.Objects;

namespace Pdp.Daemon.Cluster.Objects;

/// <summary>
/// Which fields of an object are whose. What the agent applied matters to it, and who wrote over it; what controllers say of the status does
/// not, and is often half of an object.
/// </summary>
internal static class ManagedFields
{
    /// <summary>Takes out what is said of the status.</summary>
    public static void KeepOfSpec(JsonObject obj)
    {
        if (obj.GetObject("metadata") is not { } metadata || metadata["managedFields"] is not JsonArray entries) return;
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            if (entries[i] is not JsonObject entry || entry.GetString("subresource") == "status") entries.RemoveAt(i);
        }
        if (entries.Count == 0) metadata.Remove("managedFields");
    }

    /// <summary>Takes all of them out.</summary>
    public static void Drop(JsonObject obj) => obj.GetObject("metadata")?.Remove("managedFields");

    /// <summary>Whether the agent applied any field of an object.</summary>
    public static bool HasOurs(JsonObject obj) =>
        obj.GetArray("metadata", "managedFields")?.Any(entry => entry is JsonObject fields && IsOurs(fields)) == true;

    private static bool IsOurs(JsonObject entry) =>
        entry.GetString("manager") == ManagedMetadata.FieldManager
        && entry.GetString("operation") == "Apply"
        && entry["subresource"] is null;
}
