namespace Pdp.Daemon.Cluster;

/// <summary>Where in the cluster the agent lives.</summary>
internal sealed record ClusterOptions
{
    /// <summary>The agent's namespace: Intents, revisions and the lease are there; a DNS label. Default <c>pdp-system</c>.</summary>
    public string Namespace { get; init; } = "pdp-system";

    /// <summary>
    /// Longest one write to the cluster may take, whole seconds, 1 s to 60 s; the API server keeps to it too. So long may a write of a
    /// leader that was deposed still be under way. Default 10 s: an API server gives an admission webhook as much.
    /// </summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
