using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Routes;

/// <summary>The kinds routes are made of, in the newest version the cluster serves.</summary>
public static class RouteKinds
{
    /// <summary>API group of the Gateway API.</summary>
    public const string Group = "gateway.networking.k8s.io";

    /// <summary>API group of Envoy Gateway's own policies.</summary>
    public const string EnvoyGroup = "gateway.envoyproxy.io";

    internal const string Http = "HTTPRoute";

    // Newest first. TCPRoute and UDPRoute are v1 since Gateway API 1.6, GRPCRoute since 1.1, HTTPRoute since 1.0.
    private static readonly (string Group, string Kind, string[] Versions)[] _known =
    [
        (Group, Http, ["v1", "v1beta1"]),
        (Group, "GRPCRoute", ["v1", "v1alpha2"]),
        (Group, "TCPRoute", ["v1", "v1alpha2"]),
        (Group, "UDPRoute", ["v1", "v1alpha2"]),
        (EnvoyGroup, "BackendTrafficPolicy", ["v1alpha1"]),
        (EnvoyGroup, "SecurityPolicy", ["v1alpha1"]),
        ("networking.k8s.io", "Ingress", ["v1"]),
    ];

    /// <summary>What discovery has to be asked before an intent is rendered that is reached through gateways; nothing for others.</summary>
    public static IEnumerable<(string Group, string Version, string Kind)> NeededBy(TypedIntent intent) =>
        intent.Spec is ComponentSpec component && component.Endpoints.Values.Any(IsRouted)
            ? _known.SelectMany(known => known.Versions.Select(version => (known.Group, version, known.Kind)))
            : [];

    /// <summary>The kinds of routes, and of what belongs to them, that the cluster serves, each in its newest version.</summary>
    public static IEnumerable<(string Group, string Version, string Kind)> ServedBy(IKindCatalog kinds) =>
        from known in _known
        let version = VersionOf(kinds, known.Group, known.Kind)
        where version is not null
        select (known.Group, version, known.Kind);

    /// <summary>Whether an endpoint is reached through a gateway.</summary>
    public static bool IsRouted(EndpointSpec endpoint) => endpoint.Visibility.Any(visibility => visibility != EndpointVisibility.Project);

    /// <summary>The kind of route a protocol needs.</summary>
    internal static string Of(EndpointProtocol protocol) => protocol switch
    {
        EndpointProtocol.Grpc => "GRPCRoute",
        EndpointProtocol.TCP => "TCPRoute",
        EndpointProtocol.UDP => "UDPRoute",
        _ => Http,
    };

    /// <summary><c>group/version</c> in which the cluster serves a kind; null when it does not.</summary>
    internal static string? ApiVersionOf(IKindCatalog kinds, string group, string kind) =>
        VersionOf(kinds, group, kind) is { } version ? $"{group}/{version}" : null;

    private static string? VersionOf(IKindCatalog kinds, string group, string kind) => _known.Single(k => k.Group == group && k.Kind == kind)
        .Versions.FirstOrDefault(version => kinds.ScopeOf(group, version, kind) == KindScope.Namespaced);
}
