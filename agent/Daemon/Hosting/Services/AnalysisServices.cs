using Pdp.Core.Analysis;
using Pdp.Daemon.Analysis;
using Pdp.Daemon.Hosting.Options;

namespace Pdp.Daemon.Hosting.Services;

/// <summary>What measures revisions while they are rolled out.</summary>
internal static class AnalysisServices
{
    /// <summary>Adds it to the process.</summary>
    public static IServiceCollection AddAnalysis(this IServiceCollection services, AgentOptions options)
    {
        services.AddSingleton(options.Prometheus);
        services.AddSingleton<PrometheusSource>();
        services.AddSingleton<RequestsSource>();
        return services.AddSingleton<IAnalysisSource, AnalysisSource>();
    }
}
