using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;

namespace Pdp.Kubernetes.Discovery;

/// <summary>
/// Reads discovery documents, in the aggregated form (one for all groups) and the classic one (one per group and version).
/// </summary>
internal static class DiscoveryDocument
{
    /// <summary>Asks for the aggregated form, and takes the classic one from a server that has no other.</summary>
    public const string AcceptAggregated =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList," +
        "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    /// <summary>All groups and versions of an aggregated document; none of any other. What the server marks stale is left out.</summary>
    public static IEnumerable<(string Group, string Version, IEnumerable<ResourceMapping> Resources)> ReadAggregated(JsonObject document) =>
        document.Kind == "APIGroupDiscoveryList" ? document.GetObjects("items").SelectMany(VersionsOf) : [];

    /// <summary>The resources of a classic document.</summary>
    public static IEnumerable<ResourceMapping> ReadClassic(string group, string version, JsonObject document)
    {
        var entries = document.GetObjects("resources").Select(entry => (Entry: entry, Name: entry.GetString("name") ?? "")).ToList();
        var subresources = entries
            .Where(entry => entry.Name.Contains('/', StringComparison.Ordinal))
            .ToLookup(entry => entry.Name.Split('/', 2)[0], entry => entry.Name.Split('/', 2)[1]);
        return entries
            .Where(entry => entry.Name.Length > 0 && !entry.Name.Contains('/', StringComparison.Ordinal))
            .Where(entry => entry.Entry.Kind is { Length: > 0 })
            .Select(entry => new ResourceMapping(
                new GroupVersionKind(group, version, entry.Entry.Kind!),
                entry.Name,
                entry.Entry.GetBoolean("namespaced") ?? false,
                Strings(entry.Entry, "verbs"),
                subresources[entry.Name].ToFrozenSet(StringComparer.Ordinal)));
    }

    private static IEnumerable<(string Group, string Version, IEnumerable<ResourceMapping> Resources)> VersionsOf(JsonObject item)
    {
        var group = item.Name ?? "";
        foreach (var version in item.GetObjects("versions"))
        {
            if (version.GetString("version") is not { Length: > 0 } name || version.GetString("freshness") == "Stale") continue;
            var resources = version.GetObjects("resources").Select(resource => Aggregated(group, name, resource));
            yield return (group, name, resources.OfType<ResourceMapping>());
        }
    }

    private static ResourceMapping? Aggregated(string group, string version, JsonObject resource) =>
        resource.GetString("responseKind", "kind") is { Length: > 0 } kind && resource.GetString("resource") is { Length: > 0 } plural
            ? new ResourceMapping(
                new GroupVersionKind(group, version, kind),
                plural,
                resource.GetString("scope") == "Namespaced",
                Strings(resource, "verbs"),
                resource.GetObjects("subresources").Select(sub => sub.GetString("subresource") ?? "").ToFrozenSet(StringComparer.Ordinal))
            : null;

    private static FrozenSet<string> Strings(JsonObject entry, string field) =>
        (entry.GetArray(field) ?? [])
            .OfType<JsonValue>()
            .Select(value => value.TryGetValue<string>(out var text) ? text : "")
            .ToFrozenSet(StringComparer.Ordinal);
}
