using System.Diagnostics.Metrics;
using Pdp.Daemon.Cluster;
using Pdp.Daemon.Observability;
using Pdp.Daemon.Observability.Metrics;
using Pdp.Daemon.Policy;

namespace Pdp.Daemon.Hosting.Services;

/// <summary>What tells how the process is.</summary>
internal static class ObservabilityServices
{
    /// <summary>Health and metrics.</summary>
    public static IServiceCollection AddObservability(this IServiceCollection services)
    {
        services.AddRoutingCore();
        services.AddMetrics();
        services.AddSingleton<IMetricsText, PrometheusMetrics>();
        services.AddSingleton(provider => new ProcessMetrics(provider.GetRequiredService<IMeterFactory>(), AgentVersion.Text));
        services.AddHealthChecks()
            .AddCheck<ServiceHealth>("agent", tags: [ObservabilityEndpoints.Live, ObservabilityEndpoints.Ready])
            .AddCheck<JournalHealth>("journal", tags: [ObservabilityEndpoints.Ready])
            .AddCheck<PolicyHealth>("policy", tags: [ObservabilityEndpoints.Ready])
            .AddCheck<ChannelHealth>("channel", tags: [ObservabilityEndpoints.Ready]);
        return services;
    }
}
