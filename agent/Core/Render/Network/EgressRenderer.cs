using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Pdp.Core.Connections;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Network;

/// <summary>
/// Renders whom a component may call. Named by its connections, and for the pods that were made with them alone: during a rollout in
/// which a connection goes, pods of before still have theirs.
/// </summary>
internal sealed class EgressRenderer(ComponentScope scope)
{
    // Of a proxy that is gone nobody knows any more what it stood for.
    private readonly IReadOnlyList<ResolvedConnection> _connections =
    [
        .. scope.Connections.Select(connection => connection.Value).Where(c => c.Provider is not { Outside: null, TargetPort.Length: 0 }),
    ];

    /// <summary>The policies; none without connections.</summary>
    public IEnumerable<DesiredObject> Render()
    {
        if (HashOf(scope) is not { } hash) yield break;
        var name = scope.Names.Hashed("egress", hash);
        var pods = Peers.Component(scope.Metadata.Component!, scope.Metadata.Track ?? "", (ManagedMetadata.EgressLabel, hash));
        var byName = Cell.KnowsHosts(scope.Context) ? _connections.Where(HasHostName).ToList() : [];
        yield return scope.Object("networking.k8s.io/v1", "NetworkPolicy", name, ("spec", Sparse.Object(
            ("podSelector", pods),
            ("policyTypes", new JsonArray("Egress")),
            ("egress", Sparse.List(_connections.Except(byName).Select(Rule))))));
        if (byName.Count > 0)
        {
            yield return scope.Object(
                "cilium.io/v2", "CiliumNetworkPolicy", name, ("spec", HostPolicy.Render(pods, byName, scope.Context.Policy.Network)));
        }
    }

    /// <summary>Stands for what a component's connections need of the network; null without any.</summary>
    public static string? HashOf(ComponentScope scope) => scope.Connections.Count == 0
        ? null
        : ObjectNames.HashOf(new JsonArray(
            [.. scope.Connections.Select(connection => Described(connection.Value)).Order(StringComparer.Ordinal).Select(text => (JsonNode)text)]));

    private static string Described(ResolvedConnection connection) => connection.Provider is { Outside: null } provider
        ? $"{provider.Key.Label} {provider.TargetPort}"
        : string.Create(CultureInfo.InvariantCulture, $"{OutsideOf(connection).Host}:{OutsideOf(connection).Port}");

    private JsonObject? Rule(ResolvedConnection connection) => connection.Provider is { Outside: null } provider
        ? Inside(provider)
        : Outside(OutsideOf(connection));

    private JsonObject? Inside(ConnectionProvider provider)
    {
        var pods = Peers.Component(provider.Key.Component, provider.Key.Version);
        var peer = Peers.Pods(pods, provider.Namespace == scope.Namespace ? null : Peers.Namespace(provider.Namespace));
        var port = Peers.Port(provider.TargetPort, provider.Protocol == EndpointProtocol.UDP ? "UDP" : "TCP");
        return Sparse.Object(("to", new JsonArray(peer)), ("ports", new JsonArray(port)));
    }

    private JsonObject? Outside((string Host, int Port) outside)
    {
        var peers = IPAddress.TryParse(outside.Host.Trim('[', ']'), out var address)
            ? [Peers.Address(address)]
            : Peers.Anywhere(scope.Context.Policy.Network.Private);
        return Sparse.Object(("to", Sparse.List(peers)), ("ports", new JsonArray(Peers.Port(outside.Port))));
    }

    private static bool HasHostName(ResolvedConnection connection) =>
        connection.Provider is null or { Outside: not null } && !IPAddress.TryParse(OutsideOf(connection).Host.Trim('[', ']'), out _);

    internal static (string Host, int Port) OutsideOf(ResolvedConnection connection) =>
        connection.Provider?.Outside ?? (connection.Host, connection.Port);
}
