namespace Pdp.Core.Policy.Model;

/// <summary>
/// The customer's gateways, and how endpoints are addressed there. A visibility without one is not routed; the component runs all the same.
/// </summary>
public sealed record GatewayRules
{
    /// <summary>For anyone: endpoints of visibility <c>public</c>. Null: none.</summary>
    public GatewayRule? External { get; init; }

    /// <summary>For the organization: endpoints of visibility <c>organization</c>. Null: none.</summary>
    public GatewayRule? Internal { get; init; }

    /// <summary>The templates of all host names they give.</summary>
    internal IEnumerable<string> HostTemplates =>
        new[] { External, Internal }.OfType<GatewayRule>().SelectMany(gateway => new[] { gateway.Host, gateway.HostOfEndpoint });
}

/// <summary>
/// One gateway. In <see cref="Host"/>, <see cref="Path"/> and <see cref="EndpointHost"/> stand <c>{organization}</c>, <c>{project}</c>,
/// <c>{environment}</c>, <c>{component}</c>, <c>{endpoint}</c> and <c>{hash}</c>, a hash over the five.
/// </summary>
/// <param name="Host">Host name of what is told apart by its path: HTTP, GraphQL, WebSocket.</param>
/// <param name="Path">Path below <paramref name="Host"/>; the gateway puts the endpoint's own base path in its place.</param>
/// <param name="TcpSection">The listener a TCP endpoint attaches to, <c>{port}</c> being the endpoint's port.</param>
/// <param name="UdpSection">The listener a UDP endpoint attaches to, <c>{port}</c> being the endpoint's port.</param>
/// <param name="Tls">Whether callers speak TLS to it, so that URLs begin with <c>https</c>.</param>
public sealed record GatewayRule(
    string Host,
    string Path = "/{project}/{component}/{endpoint}",
    string TcpSection = "tcp-{port}",
    string UdpSection = "udp-{port}",
    bool Tls = true)
{
    /// <summary>Namespace of the Gateway; null where there is only an <see cref="Ingress"/>.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name of the Gateway; null where there is only an <see cref="Ingress"/>.</summary>
    public string? Name { get; init; }

    /// <summary>The listener HTTP and gRPC attach to; null: every one that takes them.</summary>
    public string? Section { get; init; }

    /// <summary>
    /// Host name of what has no paths of its own, gRPC, and of everything behind an <see cref="Ingress"/>, which cannot rewrite paths. Null:
    /// endpoint, component and project before <see cref="Host"/>.
    /// </summary>
    public string? EndpointHost { get; init; }

    /// <summary>The port callers use, 1..65535; null: 443 with TLS, 80 without.</summary>
    public int? Port { get; init; }

    /// <summary>What stands in where the cluster has no Gateway API; null: nothing does.</summary>
    public IngressRule? Ingress { get; init; }

    /// <summary><see cref="EndpointHost"/>, or what follows from <see cref="Host"/>.</summary>
    internal string HostOfEndpoint => EndpointHost ?? $"{{endpoint}}.{{component}}.{{project}}.{Host}";
}

/// <summary>The Ingress controller that stands in for a gateway.</summary>
/// <param name="ClassName">Its IngressClass.</param>
/// <param name="TlsSecret">Secret with the certificate in the intent's namespace; null: the controller's own.</param>
public sealed record IngressRule(string ClassName, string? TlsSecret = null);
