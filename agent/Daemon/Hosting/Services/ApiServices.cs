using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster.Leadership;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Observability;
using Pdp.Daemon.Observability.Forwarding;
using Pdp.Daemon.Observability.Logs;
using Pdp.Daemon.Outbound;
using Pdp.Observability;
using Pdp.Observability.Access;
using Pdp.Observability.Listening;
using Pdp.Observability.Logs;
using Pdp.Observability.Logs.Loki;

namespace Pdp.Daemon.Hosting.Services;

/// <summary>What lets browsers ask this plane, and what is collected for them.</summary>
internal static class ApiServices
{
    /// <summary>Adds it where the customer wants it; otherwise nothing listens and nothing is collected.</summary>
    public static IServiceCollection AddObservabilityApi(this IServiceCollection services, AgentOptions options)
    {
        var observe = options.Observe;
        if (observe.Listen is not { } listen) return services;
        services.AddSingleton<ITokenKeys, TokenKeys>();
        services.AddSingleton<IRequestForwarder>(provider => new LeaderForwarder(
            provider.GetRequiredService<ILeadership>(), () => provider.GetRequiredService<LeaderLease>().Holder, provider.GetRequiredService<ServerCertificate>()));
        services.AddHealthChecks().AddCheck<ApiHealth>("observability", tags: [ObservabilityEndpoints.Ready]);
        return (observe.LokiUrl is { } loki ? services.AddLoki(loki, observe) : services.AddLogKeeping(observe)).AddObservabilityApi(new ApiServerOptions(listen, observe.Files), observe.Access);
    }

    private static IServiceCollection AddLoki(this IServiceCollection services, Uri url, ObserveOptions observe) =>
        services.AddSingleton<ILogSource>(provider => new LokiLogs(
            new LokiOptions
            {
                Url = url,
                Tenant = observe.LokiTenant,
                CredentialsFile = observe.LokiCredentials,
                Trust = observe.LokiCa is { } ca ? new ServerTrust(ca).Check : null,
                Labels = observe.LokiLabels,
            },
            provider.GetRequiredService<TimeProvider>()));

    private static IServiceCollection AddLogKeeping(this IServiceCollection services, ObserveOptions observe)
    {
        services.AddSingleton(observe.Logs);
        services.AddSingleton(new LogCollectorOptions { Selector = $"{ManagedMetadata.ManagedByLabel}={ManagedMetadata.FieldManager}" });
        services.AddSingleton<StoredLogs>();
        services.AddSingleton<ILogSource>(provider => provider.GetRequiredService<StoredLogs>());
        services.AddSingleton<LogMetrics>();
        services.AddSingleton<LogKeeping>();
        return services.AddSingleton<ILeaderWork>(provider => provider.GetRequiredService<LogKeeping>());
    }
}
