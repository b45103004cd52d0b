using System.Text.Json.Nodes;
using Pdp.LocalCluster.Resources;

namespace Pdp.LocalCluster.Http;

/// <summary>What is served, for clients that ask: groups, versions and their resources.</summary>
internal sealed class DiscoveryHandler(ResourceRegistry registry)
{
    private static readonly string[] GetUpdate = ["get", "patch", "update"];

    /// <summary>The document at a path, or null where there is none.</summary>
    public JsonObject? Find(string path, string host)
    {
        var served = registry.Current.All;
        return path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["version"] => Version(),
            ["api"] => Versions(host),
            ["api", "v1"] => Resources(served, "", "v1"),
            ["apis"] => Groups(served),
            ["apis", var group] => Group(served, group) is { } found ? With(found) : null,
            ["apis", var group, var version] =>
                served.Any(r => r.Group == group && r.Version == version) ? Resources(served, group, version) : null,
            _ => null,
        };
    }

    private static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["gitVersion"] = "v1.36.0-local",
        ["gitCommit"] = "local",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2026-01-01T00:00:00Z",
        ["goVersion"] = "none",
        ["compiler"] = "roslyn",
        ["platform"] = "linux/amd64",
    };

    private static JsonObject Versions(string host) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = host }),
    };

    private static JsonObject Groups(IReadOnlyList<ResourceDefinition> served) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. GroupNames(served).Select(g => Group(served, g))]),
    };

    /// <summary>The named groups in the order they are listed.</summary>
    internal static IEnumerable<string> GroupNames(IReadOnlyList<ResourceDefinition> served) =>
        served.Select(r => r.Group).Where(g => g.Length > 0).Distinct(StringComparer.Ordinal);

    private static JsonObject? Group(IReadOnlyList<ResourceDefinition> served, string group)
    {
        var versions = served.Where(r => r.Group == group).Select(r => r.Version).Distinct(StringComparer.Ordinal)
            .OrderDescending(VersionOrder.Instance).ToList();
        if (versions.Count == 0)
            return null;
        JsonObject Named(string version) => new() { ["groupVersion"] = $"{group}/{version}", ["version"] = version };
        return new JsonObject
        {
            ["name"] = group,
            ["versions"] = new JsonArray([.. versions.Select(Named)]),
            ["preferredVersion"] = Named(versions[0]),
        };
    }

    private static JsonObject With(JsonObject group)
    {
        group["kind"] = "APIGroup";
        group["apiVersion"] = "v1";
        return group;
    }

    private static JsonObject Resources(IReadOnlyList<ResourceDefinition> served, string group, string version)
    {
        var resources = served.Where(r => r.Group == group && r.Version == version).OrderBy(r => r.Plural, StringComparer.Ordinal);
        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
            ["resources"] = new JsonArray([.. resources.SelectMany(Entries)]),
        };
    }

    private static IEnumerable<JsonObject> Entries(ResourceDefinition resource)
    {
        var main = Entry(resource.Plural, resource.Singular, resource.Namespaced, resource.Kind, resource.Verbs);
        if (resource.ShortNames.Count > 0)
            main["shortNames"] = Texts(resource.ShortNames);
        if (resource.Categories.Count > 0)
            main["categories"] = Texts(resource.Categories);
        yield return main;
        foreach (var sub in Subresources(resource).OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            var entry = Entry($"{resource.Plural}/{sub.Name}", "", resource.Namespaced, sub.Kind, sub.Verbs);
            if (sub.Group.Length > 0)
                entry["group"] = sub.Group;
            if (sub.Version.Length > 0)
                entry["version"] = sub.Version;
            yield return entry;
        }
    }

    internal static IEnumerable<Subresource> Subresources(ResourceDefinition resource)
    {
        if (resource.HasStatus)
            yield return new Subresource("status", resource.Kind, GetUpdate);
        if (resource.Scale is not null)
            yield return new Subresource("scale", "Scale", GetUpdate, "autoscaling", "v1");
        foreach (var sub in resource.Extra)
            yield return sub;
    }

    private static JsonObject Entry(string name, string singular, bool namespaced, string kind, IReadOnlyList<string> verbs) => new()
    {
        ["name"] = name,
        ["singularName"] = singular,
        ["namespaced"] = namespaced,
        ["kind"] = kind,
        ["verbs"] = Texts(verbs),
    };

    private static JsonArray Texts(IEnumerable<string> values) => new([.. values.Select(v => JsonValue.Create(v))]);
}
