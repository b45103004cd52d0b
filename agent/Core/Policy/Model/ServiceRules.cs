namespace Pdp.Core.Policy.Model;

/// <summary>How services may be reached.</summary>
public sealed record ServiceRules
{
    /// <summary>Types of services. Default ClusterIP: nothing outside the cluster.</summary>
    public IReadOnlyList<string> Types { get; init; } = ["ClusterIP"];

    /// <summary>Addresses a service may take as external IPs. Default none, for it takes the traffic to them.</summary>
    public IReadOnlyList<string> ExternalIPs { get; init; } = [];
}

/// <summary>Which host names routes may take.</summary>
public sealed record RouteRules
{
    /// <summary>Domains, with all below; a route that names no host is refused then. Null: any.</summary>
    public IReadOnlyList<string>? Hosts { get; init; }
}
