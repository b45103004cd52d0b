using System.Text.Json.Serialization;
using Pdp.Protocol;

namespace Pdp.Core.Policy.Model;

/// <summary>Who may talk to whom.</summary>
public sealed record NetworkRules
{
    /// <summary>
    /// Whether components talk only to what they declare a connection to. Default enforced. Without
    /// <c>networking.k8s.io/NetworkPolicy</c> among the kinds that may be made, nothing is.
    /// </summary>
    public NetworkIsolation Isolation { get; init; } = NetworkIsolation.Enforced;

    /// <summary>Connections to what is outside the cluster. Default by address and port.</summary>
    public ExternalAccess External { get; init; } = ExternalAccess.Cidr;

    /// <summary>
    /// Networks no connection to the outside reaches, in CIDR notation: those of the cluster and of the customer. Default the
    /// private ones.
    /// </summary>
    public IReadOnlyList<string> Private { get; init; } =
        ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fc00::/7", "fe80::/10"];

    /// <summary>
    /// Namespaces of gateways besides those of <see cref="PolicyRules.Gateways"/>: they reach endpoints that are not for the
    /// project alone.
    /// </summary>
    public IReadOnlyList<string> GatewayNamespaces { get; init; } = [];

    /// <summary>The cluster's DNS servers, which every pod reaches.</summary>
    public IReadOnlyList<DnsServer> Dns { get; init; } = [new()];

    /// <summary>Addresses of DNS servers that are no pods, such as a cache on each node.</summary>
    public IReadOnlyList<string> DnsAddresses { get; init; } = [];
}

/// <summary>Pods that answer DNS.</summary>
public sealed record DnsServer
{
    /// <summary>Their namespace.</summary>
    public string Namespace { get; init; } = "kube-system";

    /// <summary>What selects them.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string> { ["k8s-app"] = "kube-dns" };

    /// <summary>The port they listen on, 1..65535, UDP and TCP.</summary>
    public int Port { get; init; } = 53;
}

/// <summary>Whether components are kept apart.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<NetworkIsolation>))]
public enum NetworkIsolation
{
    /// <summary>They talk only to what they declare.</summary>
    Enforced,

    /// <summary>The agent makes no network policies.</summary>
    None,
}

/// <summary>How connections to the outside are let out.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ExternalAccess>))]
public enum ExternalAccess
{
    /// <summary>
    /// To any address that is not private, on the connection's port; where the cluster has Cilium and its kind may be made, to the
    /// connection's host alone.
    /// </summary>
    Cidr,

    /// <summary>Not at all: an intent that has one is refused.</summary>
    Deny,
}
