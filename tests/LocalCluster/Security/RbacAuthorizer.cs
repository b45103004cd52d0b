using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Security;

/// <summary>Says what roles and their bindings allow. Access reviews always ask it, requests where the cluster enforces it.</summary>
internal sealed class RbacAuthorizer(ObjectStore store)
{
    private const string Group = "rbac.authorization.k8s.io";

    public bool Allows(ClusterUser user, AccessAttributes wanted) =>
        user.IsMaster || Rules(user, wanted.Namespace).Any(r => Covers(r, wanted));

    /// <summary>Every rule that binds a user in a namespace.</summary>
    public IEnumerable<JsonObject> Rules(ClusterUser user, string ns)
    {
        var cluster = Objects("clusterrolebindings", null);
        var local = ns.Length > 0 ? Objects("rolebindings", ns) : [];
        return cluster.Concat(local).Where(b => b.Items("subjects").Any(s => Is(s, user))).SelectMany(RoleRules);
    }

    private IEnumerable<JsonObject> RoleRules(JsonObject binding)
    {
        var name = binding.Text("roleRef", "name") ?? "";
        var isCluster = binding.Text("roleRef", "kind") == "ClusterRole";
        var key = new ObjectKey(isCluster ? "" : binding.Text("metadata", "namespace") ?? "", name);
        return store.Table($"{(isCluster ? "clusterroles" : "roles")}.{Group}").Current.Get(key)?.Value.Items("rules") ?? [];
    }

    private static bool Covers(JsonObject rule, AccessAttributes wanted)
    {
        if (!Has(rule, "verbs", wanted.Verb))
            return false;
        if (wanted.Path.Length > 0)
            return Texts(rule, "nonResourceURLs").Any(u => u == wanted.Path
                || (u.EndsWith('*') && wanted.Path.StartsWith(u[..^1], StringComparison.Ordinal)));
        var names = Texts(rule, "resourceNames").ToList();
        return Has(rule, "apiGroups", wanted.Group) && HasResource(rule, wanted)
            && (names.Count == 0 || names.Contains(wanted.Name, StringComparer.Ordinal));
    }

    private static bool HasResource(JsonObject rule, AccessAttributes wanted)
    {
        var full = wanted.Subresource.Length == 0 ? wanted.Resource : $"{wanted.Resource}/{wanted.Subresource}";
        return Texts(rule, "resources").Any(r => r == "*" || r == full
            || (wanted.Subresource.Length > 0 && r == $"*/{wanted.Subresource}"));
    }

    private static bool Has(JsonObject rule, string field, string value) => Texts(rule, field).Any(v => v == "*" || v == value);

    private static IEnumerable<string> Texts(JsonObject rule, string field) => (rule.Array(field) ?? []).Select(v => v.Text() ?? "");

    private static bool Is(JsonObject subject, ClusterUser user) => subject.Text("kind") switch
    {
        "User" => subject.Text("name") == user.Name,
        "Group" => user.Groups.Contains(subject.Text("name") ?? "", StringComparer.Ordinal),
        "ServiceAccount" => user.Name == $"system:serviceaccount:{subject.Text("namespace")}:{subject.Text("name")}",
        _ => false,
    };

    private IEnumerable<JsonObject> Objects(string plural, string? ns) =>
        store.Table($"{plural}.{Group}").Current.All(ns).Select(o => o.Value);
}
