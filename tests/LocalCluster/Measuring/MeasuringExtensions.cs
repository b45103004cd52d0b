using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Resources;

namespace Pdp.LocalCluster.Measuring;

internal static class MeasuringExtensions
{
    /// <summary>Registers what measures containers, where the cluster is to have it.</summary>
    public static IServiceCollection AddMeasuring(this IServiceCollection services, LocalClusterOptions options)
    {
        if (options.MetricsResolution is null) return services;
        services.AddSingleton<UsageScraper>();
        services.AddSingleton<IPodUsage>(provider => provider.GetRequiredService<UsageScraper>());
        services.AddHostedService(provider => provider.GetRequiredService<UsageScraper>());
        return services;
    }

    /// <summary>Serves <c>metrics.k8s.io</c> where containers are measured.</summary>
    public static void ServeMeasured(this ResourceRegistry registry, LocalClusterOptions options)
    {
        if (options.MetricsResolution is not null) registry.Serve(PodMetricsResource.Definition.Resource, [PodMetricsResource.Definition]);
    }
}
