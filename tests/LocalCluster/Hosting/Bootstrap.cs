using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Gateway;

namespace Pdp.LocalCluster.Hosting;

/// <summary>What every cluster has before anybody asks: its namespaces, the Service of its API, the role that may do everything.</summary>
internal static class Bootstrap
{
    private const string Manager = "kube-apiserver";
    private const string Rbac = "rbac.authorization.k8s.io";

    public static void Run(IClusterApi api, LocalClusterOptions options)
    {
        if (options.Gateways)
        {
            foreach (var definition in GatewayDefinitions.All())
                api.Create("customresourcedefinitions.apiextensions.k8s.io", definition, Manager);
        }
        foreach (var ns in (ReadOnlySpan<string>)["default", "kube-system", "kube-public", "kube-node-lease"])
            api.Create("namespaces", Object("v1", "Namespace", ns), Manager);
        var service = Object("v1", "Service", "kubernetes", "default");
        service["spec"] = new JsonObject
        {
            ["clusterIP"] = "10.96.0.1",
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 443, ["protocol"] = "TCP", ["targetPort"] = 6443 }),
        };
        api.Create("services", service, Manager);
        var admin = Object($"{Rbac}/v1", "ClusterRole", "cluster-admin");
        admin["rules"] = new JsonArray(
            new JsonObject { ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*"), ["verbs"] = new JsonArray("*") },
            new JsonObject { ["nonResourceURLs"] = new JsonArray("*"), ["verbs"] = new JsonArray("*") });
        api.Create($"clusterroles.{Rbac}", admin, Manager);
        var binding = Object($"{Rbac}/v1", "ClusterRoleBinding", "cluster-admin");
        binding["roleRef"] = new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "ClusterRole", ["name"] = "cluster-admin" };
        binding["subjects"] = new JsonArray(new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "Group", ["name"] = "system:masters" });
        api.Create($"clusterrolebindings.{Rbac}", binding, Manager);
    }

    private static JsonObject Object(string apiVersion, string kind, string name, string? ns = null)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (ns is not null)
            metadata["namespace"] = ns;
        return new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
    }
}
