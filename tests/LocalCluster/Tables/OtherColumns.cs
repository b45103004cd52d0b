using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using static Pdp.LocalCluster.Tables.Cells;

namespace Pdp.LocalCluster.Tables;

/// <summary>The columns of networking, access and the rest.</summary>
internal static class OtherColumns
{
    public static IReadOnlyDictionary<string, IReadOnlyList<TableColumn>> All { get; } = new Dictionary<string, IReadOnlyList<TableColumn>>
    {
        ["networkpolicies.networking.k8s.io"] = [Name, new("Pod-Selector", (o, _) => Of(o.At("spec", "podSelector"))), Age],
        ["ingresses.networking.k8s.io"] =
        [
            Name,
            Text("Class", "spec", "ingressClassName"),
            new("Hosts", (o, _) => Hosts(o)),
            new("Address", (o, _) => Addresses(o)),
            new("Ports", (o, _) => o.Array("spec", "tls") is null ? "80" : "80, 443"),
            Age,
        ],
        ["ingressclasses.networking.k8s.io"] =
        [
            Name,
            Text("Controller", "spec", "controller"),
            Text("Parameters", "spec", "parameters", "name"),
            Age,
        ],
        ["endpointslices.discovery.k8s.io"] =
        [
            Name,
            Text("AddressType", "addressType"),
            new("Ports", (o, _) => Listed(o.Items("ports").Select(p => Plain(p.At("port"), "*")))),
            new("Endpoints", (o, _) => Listed(o.Items("endpoints").SelectMany(e => e.Array("addresses") ?? []).Select(a => a.Text() ?? ""))),
            Age,
        ],
        ["leases.coordination.k8s.io"] = [Name, new("Holder", (o, _) => o.Text("spec", "holderIdentity") ?? ""), Age],
        ["rolebindings.rbac.authorization.k8s.io"] = RoleBinding,
        ["clusterrolebindings.rbac.authorization.k8s.io"] = RoleBinding,
        ["storageclasses.storage.k8s.io"] =
        [
            Name,
            Text("Provisioner", "provisioner"),
            Text("ReclaimPolicy", "reclaimPolicy"),
            Text("VolumeBindingMode", "volumeBindingMode"),
            new("AllowVolumeExpansion", (o, _) => o.Bool("allowVolumeExpansion") == true),
            Age,
        ],
        ["priorityclasses.scheduling.k8s.io"] =
        [
            Name,
            new("Value", (o, _) => o.Long("value")),
            new("Global-Default", (o, _) => o.Bool("globalDefault") == true),
            Age,
        ],
    };

    private static IReadOnlyList<TableColumn> RoleBinding =>
        [Name, new("Role", (o, _) => $"{o.Text("roleRef", "kind")}/{o.Text("roleRef", "name")}"), Age];

    private static string Hosts(JsonObject ingress)
    {
        var hosts = ingress.Items("spec", "rules").Select(r => r.Text("host")).Where(h => h is not null).ToList();
        return hosts.Count == 0 ? "*" : string.Join(',', hosts);
    }

    private static string Addresses(JsonObject ingress) =>
        string.Join(',', ingress.Items("status", "loadBalancer", "ingress").Select(i => i.Text("ip") ?? i.Text("hostname") ?? ""));
}
