using Microsoft.Extensions.DependencyInjection;
using Pdp.Observability.Components;
using Pdp.Observability.Events;
using Pdp.Observability.Metrics;
using Pdp.Observability.Prometheus;
using Pdp.Observability.Tasks;

namespace Pdp.Observability;

/// <summary>Adds the routes for everything but log lines.</summary>
public static class PlaneRoutesExtensions
{
    /// <summary>
    /// Metrics, Prometheus' API, events, components and tasks. The process brings the stores, <see cref="IPlaneInventory"/>, <see cref="IRolloutTrees"/>,
    /// <see cref="ITaskRuns"/>, <see cref="IComponentPods"/>, <see cref="ISamplingState"/>, <see cref="IRequestSampling"/>, <see cref="IPrometheus"/> and what
    /// <see cref="ObservabilityExtensions"/> names.
    /// </summary>
    public static IServiceCollection AddPlaneRoutes(this IServiceCollection services, PrometheusClientOptions prometheus)
    {
        services.AddSingleton(prometheus);
        services.AddSingleton(prometheus.Labels);
        services.AddSingleton<SeriesScope>();
        services.AddSingleton<SampledMetrics>();
        services.AddSingleton<PrometheusMetrics>();
        services.AddSingleton<CountedRequests>();
        services.AddSingleton<ExecutionLogs>();
        services.AddSingleton<IApiRoutes, PrometheusRoutes>();
        services.AddSingleton<IApiRoutes, MetricRoutes>();
        services.AddSingleton<IApiRoutes, EventRoutes>();
        services.AddSingleton<IApiRoutes, ComponentRoutes>();
        return services.AddSingleton<IApiRoutes, TaskRoutes>();
    }
}
