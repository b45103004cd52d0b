namespace Pdp.Daemon.Cluster;

/// <summary>Where in the cluster the agent lives.</summary>
internal sealed record ClusterOptions
{
    /// <summary>The agent's namespace: Intents, revisions and the lease are there; a DNS label. Default <c>pdp-system</c>.</summary>
    public string Namespace { get; init; } = "pdp-system";
}
