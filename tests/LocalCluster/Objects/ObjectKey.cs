using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Objects;

/// <summary>Names one object among those of its resource; <see cref="Namespace"/> is null for cluster-scoped ones.</summary>
internal readonly record struct ObjectKey(string? Namespace, string Name)
{
    public static ObjectKey Of(JsonNode obj) => new(obj.Text("metadata", "namespace"), obj.Text("metadata", "name") ?? "");

    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
