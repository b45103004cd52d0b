using Pdp.Core.Connections;
using Pdp.Core.Images;
using Pdp.Core.Policy;
using Pdp.Core.Ports;
using Pdp.Core.Render.Routes;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>What rendering needs to know of the cluster and of the customer's rules.</summary>
public sealed record RenderContext
{
    /// <summary>Which kinds there are and where they live.</summary>
    public required IKindCatalog Kinds { get; init; }

    /// <summary>The customer's rules.</summary>
    public AgentPolicy Policy { get; init; } = AgentPolicy.Default;

    /// <summary>The version each secret reference stands for now; one that is missing is rendered as it is asked for.</summary>
    public IReadOnlyDictionary<SecretReference, string> SecretVersions { get; init; } = new Dictionary<SecretReference, string>();

    /// <summary>Which fields of HTTPRoute there are. Default none.</summary>
    public GatewayFacts Gateways { get; init; } = new();

    /// <summary>Where connections to components lead, by name; one that is missing is rendered empty, and not to be applied.</summary>
    public IReadOnlyDictionary<string, ResolvedConnection> Connections { get; init; } = new Dictionary<string, ResolvedConnection>();

    /// <summary>The image of each container as it was resolved; one that is missing is rendered as it is written.</summary>
    public IReadOnlyList<ResolvedImage> Images { get; init; } = [];

    /// <summary>Minor version of the API server's 1.x. Default 30, the oldest that takes every field the agent writes.</summary>
    public int ServerMinor { get; init; } = 30;

    /// <summary>The agent's own namespace, from which it asks pods for their metrics.</summary>
    public string AgentNamespace { get; init; } = "pdp-system";

    /// <summary>The cluster's DNS domain.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";
}
