using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Tables;

internal static class ServiceColumns
{
    public static IReadOnlyList<TableColumn> All { get; } =
    [
        Cells.Name,
        new("Type", (o, _) => o.Text("spec", "type")),
        new("Cluster-IP", (o, _) => o.Text("spec", "clusterIP") ?? Cells.None),
        new("External-IP", (o, _) => External(o)),
        new("Port(s)", (o, _) => Ports(o)),
        Cells.Age,
        Cells.Selector,
    ];

    private static string External(JsonObject service)
    {
        var given = string.Join(',', (service.Array("spec", "externalIPs") ?? []).Select(i => i.Text()));
        return service.Text("spec", "type") switch
        {
            "ExternalName" => service.Text("spec", "externalName") ?? Cells.None,
            "LoadBalancer" =>
                string.Join(
                    ',', service.Items("status", "loadBalancer", "ingress")
                        .Select(i => i.Text("ip") ?? i.Text("hostname"))) is { Length: > 0 } text
                    ? text
                    : "<pending>",
            _ => given.Length == 0 ? Cells.None : given,
        };
    }

    private static string Ports(JsonObject service)
    {
        var ports = service.Items("spec", "ports").Select(p => p.Long("nodePort") is { } node and > 0
            ? $"{p.Long("port")}:{node}/{p.Text("protocol")}"
            : $"{p.Long("port")}/{p.Text("protocol")}");
        var text = string.Join(',', ports);
        return text.Length == 0 ? Cells.None : text;
    }
}
