using Microsoft.Extensions.DependencyInjection.Extensions;
using Pdp.Core.Ports;
using Pdp.Daemon.Channel.Dialling;
using Pdp.Protocol.Bootstrap;

namespace Pdp.Daemon.Channel;

/// <summary>Registers the control channel.</summary>
internal static class ChannelExtensions
{
    /// <summary>
    /// Adds <see cref="ChannelService"/>, for the host to run while it leads. The host registers <see cref="IIntake"/> and
    /// <see cref="IStatusFeed"/>; <see cref="IAnswerAsk"/>, <see cref="IClusterFacts"/>, <see cref="IControlPlane"/>,
    /// <see cref="IChannelIdentity"/> and <see cref="ISecretHints"/> if it has them.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="bundle">Whom to dial and what to trust, where nobody knows better.</param>
    /// <param name="configure">Sets the rest, the agent's id and version at least.</param>
    public static IServiceCollection AddChannel(this IServiceCollection services, BootstrapBundle bundle, Action<ChannelOptions> configure)
    {
        services.AddOptionsWithValidateOnStart<ChannelOptions, ChannelOptionsValidator>().Configure(configure);
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Chance>(Random.Shared.NextDouble);
        services.TryAddSingleton<IAnswerAsk, NothingToAnswer>();
        services.TryAddSingleton<ISecretHints, NoHints>();
        services.TryAddSingleton<IClusterFacts, UnknownCluster>();
        services.TryAddSingleton<IControlPlane>(_ => new FixedControlPlane(bundle));
        services.TryAddSingleton<IChannelIdentity, NoIdentity>();
        services.TryAddSingleton<ChannelMetrics>();
        services.TryAddSingleton<ChannelPorts>();
        services.TryAddSingleton<IChannelDialler, ChannelDialler>();
        services.TryAddSingleton<ChannelService>();
        return services;
    }
}
