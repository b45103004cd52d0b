using System.Text.Json.Nodes;

namespace Pdp.Story.Wire;

/// <summary>Paths of the Kubernetes API.</summary>
public static class ClusterPaths
{
    private static readonly Dictionary<string, string> Roots = new(StringComparer.Ordinal)
    {
        ["namespaces"] = "/api/v1",
        ["pods"] = "/api/v1",
        ["services"] = "/api/v1",
        ["configmaps"] = "/api/v1",
        ["secrets"] = "/api/v1",
        ["serviceaccounts"] = "/api/v1",
        ["persistentvolumeclaims"] = "/api/v1",
        ["deployments"] = "/apis/apps/v1",
        ["replicasets"] = "/apis/apps/v1",
        ["statefulsets"] = "/apis/apps/v1",
        ["jobs"] = "/apis/batch/v1",
        ["networkpolicies"] = "/apis/networking.k8s.io/v1",
        ["leases"] = "/apis/coordination.k8s.io/v1",
        ["intents"] = "/apis/pdp.dev/v1",
    };

    /// <summary>The kinds an agent of this version makes for a component, in the order they are listed to people.</summary>
    public static readonly IReadOnlyList<string> Rendered =
        ["serviceaccounts", "configmaps", "secrets", "services", "deployments", "statefulsets", "jobs"];

    /// <summary>A collection in a namespace, or in all.</summary>
    public static string Collection(string resource, string? ns = null) =>
        ns is null ? $"{Roots[resource]}/{resource}" : $"{Roots[resource]}/namespaces/{ns}/{resource}";

    /// <summary>What carries the label of an intent.</summary>
    public static string OfIntent(string resource, string intent, string? ns = null) =>
        $"{Collection(resource, ns)}?labelSelector=pdp.dev%2Fintent%3D{intent}";

    /// <summary>What carries the label of one of several intents, in every namespace.</summary>
    public static string OfIntents(string resource, IEnumerable<string> intents) =>
        $"{Collection(resource)}?labelSelector={Uri.EscapeDataString($"pdp.dev/intent in ({string.Join(',', intents)})")}";

    /// <summary>One object.</summary>
    public static string Object(string resource, string ns, string name) => $"{Collection(resource, ns)}/{name}";

    /// <summary>One namespace.</summary>
    public static string Namespace(string name) => $"/api/v1/namespaces/{name}";

    /// <summary>Name of an object.</summary>
    public static string NameOf(JsonObject item) => (string)item["metadata"]!["name"]!;

    /// <summary>Namespace of an object.</summary>
    public static string NamespaceOf(JsonObject item) => (string)item["metadata"]!["namespace"]!;
}
