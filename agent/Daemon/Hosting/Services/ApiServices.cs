using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster.Leadership;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Observability;
using Pdp.Daemon.Observability.Forwarding;
using Pdp.Daemon.Observability.Logs;
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
        if (observe.Loki is { } loki) services.AddLoki(loki);
        if (observe.Collects) services.AddCollecting();
        if (observe.Loki is null) services.AddLogKeeping(observe);
        else if (observe.LokiPush) services.AddLogPushing(observe);
        return services.AddObservabilityApi(new ApiServerOptions(listen, observe.Files), observe.Access);
    }

    private static void AddLoki(this IServiceCollection services, LokiOptions loki)
    {
        services.AddSingleton(loki);
        services.AddSingleton<ILogSource>(provider => new LokiLogs(loki, provider.GetRequiredService<TimeProvider>()));
    }

    private static void AddCollecting(this IServiceCollection services)
    {
        services.AddSingleton(new LogCollectorOptions { Selector = $"{ManagedMetadata.ManagedByLabel}={ManagedMetadata.FieldManager}" });
        services.AddSingleton<LogMetrics>();
    }

    private static void AddLogKeeping(this IServiceCollection services, ObserveOptions observe)
    {
        services.AddSingleton(observe.Logs);
        services.AddSingleton<StoredLogs>();
        services.AddSingleton<ILogSource>(provider => provider.GetRequiredService<StoredLogs>());
        services.AddSingleton<LogKeeping>();
        services.AddSingleton<ILogWork>(provider => provider.GetRequiredService<LogKeeping>());
        services.AddSingleton<ILeaderWork>(provider => provider.GetRequiredService<LogKeeping>());
    }

    private static void AddLogPushing(this IServiceCollection services, ObserveOptions observe)
    {
        services.AddSingleton<PushMetrics>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<LogPushing>(provider, observe.Positions));
        services.AddSingleton<ILogWork>(provider => provider.GetRequiredService<LogPushing>());
        services.AddSingleton<ILeaderWork>(provider => provider.GetRequiredService<LogPushing>());
    }
}
