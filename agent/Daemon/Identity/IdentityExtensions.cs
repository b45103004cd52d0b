using Microsoft.Extensions.Options;
using Pdp.Core.Ports;
using Pdp.Daemon.Channel;
using Pdp.Daemon.Channel.Dialling;
using Pdp.Protocol.Bootstrap;

namespace Pdp.Daemon.Identity;

/// <summary>Registers the agent's identity.</summary>
internal static class IdentityExtensions
{
    /// <summary>
    /// Adds it; before the channel, which finds its ports here. The host registers <see cref="IIdentityStore"/>; <see cref="IAuditTrail"/>
    /// and <see cref="IAgentEvents"/> if it has them.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="bundleFile">The file of the bundle, read again at each attempt to connect.</param>
    /// <param name="bundle">As it was at the start.</param>
    public static IServiceCollection AddIdentity(this IServiceCollection services, string bundleFile, BootstrapBundle bundle)
    {
        services.AddSingleton<IdentityLog>();
        services.AddSingleton(provider => new BundleSource(bundleFile, bundle, provider.GetRequiredService<IdentityLog>()));
        services.AddSingleton<IdentityKeeper>();
        services.AddSingleton<IAuditSigner>(provider => new AuditHeadSigner(provider.GetRequiredService<IdentityKeeper>));
        services.AddSingleton<ILeaderPreparation>(provider => provider.GetRequiredService<IdentityKeeper>());
        services.AddSingleton<IControlPlane>(provider => provider.GetRequiredService<IdentityKeeper>());
        services.AddSingleton<IdentityMetrics>();
        services.AddSingleton<IdentityStanding>();
        services.AddSingleton<IdentityJournal>();
        services.AddSingleton<IdentityClient>();
        services.AddSingleton<CertificateRequests>();
        services.AddSingleton<Credentials>();
        services.AddSingleton<Renewal>();
        services.AddSingleton<TrustIntake>();
        services.AddSingleton<IChannelIdentity, ChannelIdentity>();
        return services.AddSingleton<IChannelDialler>(provider => new IdentifiedDialler(
            new ChannelDialler(
                provider.GetRequiredService<IOptions<ChannelOptions>>(), provider.GetRequiredService<IControlPlane>(),
                provider.GetRequiredService<IChannelIdentity>(), provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<Credentials>(), provider.GetRequiredService<IdentityStanding>()));
    }
}
