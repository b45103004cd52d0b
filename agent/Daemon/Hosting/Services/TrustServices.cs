using Microsoft.Extensions.DependencyInjection.Extensions;
using Pdp.Core.Ports;
using Pdp.Daemon.Channel;
using Pdp.Daemon.Cluster;
using Pdp.Daemon.Cluster.Identity;
using Pdp.Daemon.Identity;
using Pdp.Daemon.Intake;
using Pdp.Daemon.Observability;
using Pdp.Kubernetes;
using Pdp.Protocol.Bootstrap;

namespace Pdp.Daemon.Hosting.Services;

/// <summary>Who this agent is, and whose word it takes.</summary>
internal static class TrustServices
{
    /// <summary>Who this agent is to its control plane, and what it believes of it.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services, AgentStart start)
    {
        services.AddSingleton<IIdentityStore>(provider => start.Options.IdentityFile is { } file
            ? new FileIdentityStore(file)
            : new SecretIdentityStore(
                provider.GetRequiredService<IKubernetesApi>(), provider.GetRequiredService<ClusterOptions>(),
                provider.GetRequiredService<WriteFence>(), start.Options.IdentitySecret));
        services.AddHealthChecks().AddCheck<IdentityHealth>("identity", tags: [ObservabilityEndpoints.Ready]);
        return services.AddIdentity(start.Options.Bundle, start.Bundle);
    }

    /// <summary>The door for what the control plane signed.</summary>
    /// <param name="services">The process.</param>
    /// <param name="bundle">Whose keys are believed, where nobody knows better.</param>
    public static IServiceCollection AddIntake(this IServiceCollection services, BootstrapBundle bundle)
    {
        services.TryAddSingleton<IControlPlane>(_ => new FixedControlPlane(bundle));
        return services.AddIntake(provider => new IntentVerifier(provider.GetRequiredService<IControlPlane>()));
    }

    /// <summary>The door for what a verifier believes.</summary>
    public static IServiceCollection AddIntake(this IServiceCollection services, Func<IServiceProvider, IIntentVerifier> verifier)
    {
        services.AddSingleton(verifier);
        services.AddSingleton<IntakeDecision>();
        services.AddSingleton<IntakeMetrics>();
        return services.AddSingleton<IIntake, IntentIntake>();
    }
}
