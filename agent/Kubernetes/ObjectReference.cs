using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;

namespace Pdp.Kubernetes;

/// <summary>Which object.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Namespace">Its namespace; null when cluster-scoped.</param>
/// <param name="Name">Its name.</param>
public sealed record ObjectReference(GroupVersionKind Kind, string? Namespace, string Name)
{
    /// <summary>The reference to this object.</summary>
    /// <exception cref="FormatException"><c>apiVersion</c>, <c>kind</c> or <c>metadata.name</c> is missing or malformed.</exception>
    public static ObjectReference Of(JsonObject manifest)
    {
        var kind = GroupVersionKind.Of(manifest);
        return manifest.Name is { Length: > 0 } name
            ? new ObjectReference(kind, manifest.Namespace, name)
            : throw new FormatException("metadata.name: must not be empty.");
    }

    /// <inheritdoc/>
    public override string ToString() => Namespace is null ? $"{Kind.Kind}/{Name}" : $"{Kind.Kind}/{Namespace}/{Name}";
}
