namespace Pdp.Core.Policy.Model;

/// <summary>How services may be reached.</summary>
public sealed record ServiceRules
{
    /// <summary>Types of services. Default ClusterIP: nothing outside the cluster.</summary>
    public IReadOnlyList<string> Types { get; init; } = ["ClusterIP"];

    /// <summary>Addresses a service may take as external IPs. Default none, for it takes the traffic to them.</summary>
    public IReadOnlyList<string> ExternalIPs { get; init; } = [];
}

/// <summary>Which host names given objects may take. Endpoints of components have those of <see cref="GatewayRules"/>.</summary>
public sealed record RouteRules
{
    /// <summary>
    /// Domains, with all below; <c>{organization}</c>, <c>{project}</c> and <c>{environment}</c> stand for the intent's own, and <c>*</c> alone
    /// for any name. A route that names no host takes them all, and is refused. Default none.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];
}
