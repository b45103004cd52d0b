using System.Net;
using System.Text.Json.Nodes;

namespace Pdp.Core.Tests.Network;

/// <summary>
/// Who may talk to whom by the network policies there are, as the documentation of networking.k8s.io/v1 says it: a pod that a policy
/// selects for a direction is closed in it, but for what some policy lets through; a connection needs both ends.
/// </summary>
/// <param name="namespaces">Labels of the namespaces by name.</param>
/// <param name="policies">The NetworkPolicies.</param>
internal sealed class PlaneNetwork(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> namespaces, IReadOnlyList<JsonObject> policies)
{
    /// <summary>Whether a pod may open a connection to a port of another.</summary>
    public bool May(Pod from, Pod to, string port) => MayLeave(from, to, port) && MayEnter(from, to, port);

    /// <summary>Whether a pod may open a connection to an address outside.</summary>
    public bool MayReach(Pod from, IPAddress address, int port, string protocol = "TCP") =>
        Of(from, "Egress") is not { Count: > 0 } closing
        || Rules(closing, "egress").Any(rule => HasPort(rule, null, port, protocol) && Peers(rule, "to").Any(peer => HasAddress(peer, address)));

    private bool MayLeave(Pod from, Pod to, string port) =>
        Of(from, "Egress") is not { Count: > 0 } closing
        || closing.Any(policy => Rules([policy], "egress").Any(rule => HasPort(rule, to, port) && HasPeer(rule, "to", policy, to)));

    private bool MayEnter(Pod from, Pod to, string port) =>
        Of(to, "Ingress") is not { Count: > 0 } closing
        || closing.Any(policy => Rules([policy], "ingress").Any(rule => HasPort(rule, to, port) && HasPeer(rule, "from", policy, from)));

    private List<JsonObject> Of(Pod pod, string direction) =>
    [
        .. policies.Where(policy => (string)policy["metadata"]!["namespace"]! == pod.Namespace)
            .Where(policy => policy["spec"]!["policyTypes"]!.AsArray().Any(type => (string)type! == direction))
            .Where(policy => Selector.Selects(policy["spec"]!["podSelector"], pod.Labels)),
    ];

    private static IEnumerable<JsonNode> Rules(IEnumerable<JsonObject> of, string direction) =>
        of.SelectMany(policy => policy["spec"]![direction] as JsonArray ?? []).OfType<JsonNode>();

    private static IEnumerable<JsonNode> Peers(JsonNode rule, string side) => (rule[side] as JsonArray ?? []).OfType<JsonNode>();

    private bool HasPeer(JsonNode rule, string side, JsonObject policy, Pod pod) =>
        rule[side] is null || Peers(rule, side).Any(peer => peer["ipBlock"] is null && IsPeer(peer, (string)policy["metadata"]!["namespace"]!, pod));

    private bool IsPeer(JsonNode peer, string home, Pod pod)
    {
        var isThere = peer["namespaceSelector"] is { } selector ? Selector.Selects(selector, namespaces[pod.Namespace]) : pod.Namespace == home;
        return isThere && (peer["podSelector"] is not { } pods || Selector.Selects(pods, pod.Labels));
    }

    private static bool HasPort(JsonNode rule, Pod to, string port) => HasPort(rule, to, to.Ports[port].Number, to.Ports[port].Protocol);

    private static bool HasPort(JsonNode rule, Pod? to, int number, string protocol) =>
        rule["ports"] is not JsonArray ports
        || ports.Any(port => (string)port!["protocol"]! == protocol && (port["port"]!.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? (int)port["port"]! == number
            : to?.Ports.GetValueOrDefault((string)port["port"]!) == (number, protocol)));

    private static bool HasAddress(JsonNode peer, IPAddress address) =>
        peer["ipBlock"] is { } block
        && IPNetwork.Parse((string)block["cidr"]!).Contains(address)
        && !(block["except"] as JsonArray ?? []).Any(except => IPNetwork.Parse((string)except!).Contains(address));
}
