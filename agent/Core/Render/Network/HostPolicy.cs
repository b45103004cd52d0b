using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Core.Connections;
using Pdp.Core.Policy.Model;

namespace Pdp.Core.Render.Network;

/// <summary>
/// Renders what Cilium lets out by host name. It learns the addresses of a name from the answers of DNS, which it therefore has to see.
/// </summary>
internal static class HostPolicy
{
    public static JsonObject? Render(JsonObject pods, IReadOnlyList<ResolvedConnection> connections, NetworkRules network) => Sparse.Object(
        ("endpointSelector", pods.DeepClone()),
        ("egress", Sparse.List([.. network.Dns.Select(Dns), .. connections.Select(EgressRenderer.OutsideOf).Distinct().Select(Host)])));

    private static JsonObject? Dns(DnsServer server)
    {
        var labels = server.Labels.ToDictionary(label => $"k8s:{label.Key}", label => label.Value);
        labels["k8s:io.kubernetes.pod.namespace"] = server.Namespace;
        return Sparse.Object(
            ("toEndpoints", new JsonArray(Peers.Labelled(labels))),
            ("toPorts", new JsonArray(Sparse.Object(
                ("ports", new JsonArray(Port(server.Port, "ANY"))),
                ("rules", new JsonObject { ["dns"] = new JsonArray(new JsonObject { ["matchPattern"] = "*" }) })))));
    }

    private static JsonObject? Host((string Name, int Port) host) => Sparse.Object(
        ("toFQDNs", new JsonArray(new JsonObject { ["matchName"] = host.Name.ToLowerInvariant() })),
        ("toPorts", new JsonArray(Sparse.Object(("ports", new JsonArray(Port(host.Port, "TCP")))))));

    // Numbers are strings there.
    private static JsonObject Port(int port, string protocol) =>
        new() { ["port"] = port.ToString(CultureInfo.InvariantCulture), ["protocol"] = protocol };
}
