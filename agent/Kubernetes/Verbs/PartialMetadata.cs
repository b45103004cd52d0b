using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;

namespace Pdp.Kubernetes.Verbs;

/// <summary>Objects of which only the metadata was asked for.</summary>
internal static class PartialMetadata
{
    /// <summary>For one object, or the events of a watch; a server that cannot do so sends the whole.</summary>
    public const string Accept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    /// <summary>For a list.</summary>
    public const string AcceptList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    /// <summary>
    /// Says of an object what it is. The items of a list do not, and those of which there is only metadata call themselves that.
    /// </summary>
    public static void NameKind(JsonObject obj, GroupVersionKind kind)
    {
        if (obj.Kind is { } given && given != "PartialObjectMetadata" && obj.ApiVersion is not null) return;
        obj.Remove("apiVersion");
        obj.Remove("kind");
        obj.Insert(0, "apiVersion", kind.ApiVersion);
        obj.Insert(1, "kind", kind.Kind);
    }
}
