using System.Diagnostics.Metrics;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Observability.Metrics;
using Pdp.Daemon.Outbound;
using Pdp.Daemon.Tracing;
using Pdp.Telemetry;

namespace Pdp.Daemon.Hosting.Services;

/// <summary>What the agent tells a collector about itself.</summary>
internal static class TelemetryServices
{
    /// <summary>Traces and metrics by OTLP, where an address is given.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, AgentOptions options)
    {
        services.AddSingleton(provider => new ExportMetrics(provider.GetRequiredService<IMeterFactory>().Create(ExportMetrics.MeterName)));
        if (options.Otlp.Endpoint is null) return services;
        return services.AddSingleton(provider => OtlpExport.Start(
            options.Otlp with { Trust = options.OtlpCa is { } ca ? new ServerTrust(ca).Check : null },
            new TelemetryIdentity("pdp-agent", AgentVersion.Text, options.Name, [AgentTraces.SourceName], ["Pdp.*", "System.Runtime"]),
            provider.GetRequiredService<ExportMetrics>())!);
    }

    /// <summary>Begins to measure and to export: what is measured before that is not told.</summary>
    public static void UseTelemetry(this WebApplication application)
    {
        application.Services.GetRequiredService<IMetricsText>();
        application.Services.GetRequiredService<ProcessMetrics>();
        application.Services.GetRequiredService<ExportMetrics>();
        application.Services.GetService<OtlpExport>();
    }
}
