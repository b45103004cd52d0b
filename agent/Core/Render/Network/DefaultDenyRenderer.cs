using System.Net;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;

namespace Pdp.Core.Render.Network;

/// <summary>
/// Renders what holds for every pod of the namespace, whoever made it: nobody is called and nobody calls, but for DNS. All components
/// of a project and environment render the same bytes.
/// </summary>
internal static class DefaultDenyRenderer
{
    public static DesiredObject Render(string @namespace, IntentLabels labels, NetworkRules network)
    {
        var manifest = new JsonObject
        {
            ["apiVersion"] = "networking.k8s.io/v1",
            ["kind"] = "NetworkPolicy",
            ["metadata"] = new JsonObject
            {
                ["name"] = SharedPolicy.Name,
                ["namespace"] = @namespace,
                ["labels"] = Sparse.Map(labels.Place()),
            },
            // An empty selector is all pods.
            ["spec"] = new JsonObject
            {
                ["podSelector"] = new JsonObject(),
                ["policyTypes"] = new JsonArray("Ingress", "Egress"),
                ["egress"] = Sparse.List(Dns(network)),
            },
        };
        return new DesiredObject($"NetworkPolicy/{SharedPolicy.Name}", ManifestObject.KeyOf(manifest), manifest);
    }

    private static IEnumerable<JsonObject?> Dns(NetworkRules network)
    {
        foreach (var server in network.Dns)
        {
            var pods = Peers.Pods(Peers.Labelled(server.Labels), Peers.Namespace(server.Namespace));
            yield return Sparse.Object(("to", new JsonArray(pods)), ("ports", Ports(server.Port)));
        }

        if (network.DnsAddresses.Count > 0)
        {
            var addresses = network.DnsAddresses.Select(address => (JsonNode)Peers.Address(IPAddress.Parse(address)));
            yield return Sparse.Object(("to", Sparse.List(addresses)), ("ports", Ports(new DnsServer().Port)));
        }
    }

    private static JsonArray Ports(int port) => new(Peers.Port(port, "UDP"), Peers.Port(port));
}
