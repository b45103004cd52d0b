using Pdp.Core.Ports;
using Pdp.Daemon.Audit;
using Pdp.Daemon.Observability;
using Pdp.Kubernetes;

namespace Pdp.Daemon.Hosting.Services;

/// <summary>What the audit trail adds to the process.</summary>
internal static class AuditServices
{
    /// <summary>The trail of what is accepted, refused and done; first, so that it ends last.</summary>
    public static IServiceCollection AddAuditTrail(this IServiceCollection services, AgentStart start)
    {
        if (!start.Options.Audit.IsOn) return services;
        services.AddSingleton(start.Options.Audit);
        services.AddSingleton(new AuditOwner(start.Bundle.PlaneId, start.Options.Name));
        services.AddSingleton<AuditMetrics>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<IAuditTrail>(provider => provider.GetRequiredService<AuditTrail>());
        services.AddHealthChecks().AddCheck<AuditHealth>("audit", tags: [ObservabilityEndpoints.Ready]);
        return services.AddHostedService(provider => provider.GetRequiredService<AuditTrail>());
    }

    /// <summary>The trail is told at the door and at the client of the cluster; last, for it stands before what was added.</summary>
    public static IServiceCollection AddAudited(this IServiceCollection services, AgentStart start) => !start.Options.Audit.IsOn
        ? services
        : services
            .AddSingleton<IIntentObserver>(provider => new AuditedLocalIntents(provider.GetRequiredService<IAuditTrail>()))
            .Decorate<IIntake>((provider, door) => new AuditedIntake(door, provider.GetRequiredService<IAuditTrail>()))
            .Decorate<ISecretSource>((provider, source) => new AuditedSecretSource(source, provider.GetRequiredService<IAuditTrail>()))
            .Decorate<IKubernetesApi>((provider, api) => new AuditedKubernetesApi(api, provider.GetRequiredService<IAuditTrail>()));
}
