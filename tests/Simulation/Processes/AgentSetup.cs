using Microsoft.Extensions.DependencyInjection;
using Pdp.Daemon.Channel.Dialling;
using Pdp.Daemon.Reconcile;
using Pdp.Kubernetes;

namespace Pdp.Simulation.Processes;

/// <summary>What of an agent a play may choose, and where a planted bug puts a faulty part in the place of a good one.</summary>
internal sealed record AgentSetup
{
    /// <summary>As <c>lease-duration</c>.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>As <c>resync</c>.</summary>
    public TimeSpan Resync { get; init; } = new ReconcileOptions().Resync;

    /// <summary>Stands between the agent and the API server.</summary>
    public Func<IKubernetesApi, IKubernetesApi> Api { get; init; } = static api => api;

    /// <summary>Stands between the agent and the network.</summary>
    public Func<IChannelDialler, IChannelDialler> Dialler { get; init; } = static dialler => dialler;

    /// <summary>Replaces parts.</summary>
    public Action<IServiceCollection> Change { get; init; } = static _ => { };
}
