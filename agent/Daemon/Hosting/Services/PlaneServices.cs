using Pdp.Core.Ports;
using Pdp.Daemon.Documents;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Observability;
using Pdp.Daemon.Observability.Happenings;
using Pdp.Daemon.Observability.Plane;
using Pdp.Daemon.Observability.Rollouts;
using Pdp.Daemon.Observability.Runs;
using Pdp.Daemon.Observability.Samples;
using Pdp.Daemon.Outbound;
using Pdp.Observability;
using Pdp.Observability.Components;
using Pdp.Observability.Metrics;
using Pdp.Observability.Prometheus;
using Pdp.Observability.Tasks;
using Pdp.PlaneStore;

namespace Pdp.Daemon.Hosting.Services;

/// <summary>What is told of the data plane besides log lines: metrics, events, components and tasks.</summary>
internal static class PlaneServices
{
    /// <summary>Adds it where there is an API to tell it by.</summary>
    public static IServiceCollection AddPlane(this IServiceCollection services, AgentOptions options)
    {
        if (!options.Observe.IsOn) return services;
        services.AddSingleton<PlaneStores>();
        services.AddSingleton(options.Plane.Stores(options.Observe.Directory ?? ""));
        services.AddSingleton(options.Plane.Sampling);
        services.AddSingleton<PlaneMetrics>();
        services.AddSingleton<IPlaneInventory, PlaneInventory>();
        services.AddSingleton<IComponentPods, ComponentPods>();
        services.AddSingleton<IRolloutTrees, RolloutTrees>();
        services.AddSingleton<ContainerSampler>();
        services.AddSingleton<ISamplingState>(provider => provider.GetRequiredService<ContainerSampler>());
        services.AddSingleton<RequestSampler>();
        services.AddSingleton<IRequestSampling>(provider => provider.GetRequiredService<RequestSampler>());
        services.AddSingleton<EventFollower>();
        services.AddSingleton<RunReading>();
        services.AddSingleton<RunRecorder>();
        services.AddSingleton<ITaskRuns>(provider => provider.GetRequiredService<RunRecorder>());
        services.AddSingleton<IPrometheus>(provider => new PrometheusClient(
            options.Plane.Prometheus, Trusting(options.Plane.Prometheus), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PlaneKeeping>();
        services.AddSingleton<ILeaderWork>(provider => provider.GetRequiredService<PlaneKeeping>());
        return services.KeepEvents().AddPlaneRoutes(options.Plane.Prometheus);
    }

    private static IServiceCollection KeepEvents(this IServiceCollection services)
    {
        services.AddSingleton<EventIntake>();
        services.Decorate<IEventLog>((provider, log) => new KeptEvents(
            log, provider.GetRequiredService<HeldDocuments>(), provider.GetRequiredService<EventIntake>(), provider.GetRequiredService<TimeProvider>()));
        return services.Decorate<IAgentEvents>((provider, agent) => new KeptAgentEvents(
            agent, provider.GetRequiredService<EventIntake>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static SocketsHttpHandler Trusting(PrometheusClientOptions options)
    {
        var handler = new SocketsHttpHandler();
        if (options.CaFile is { } file) handler.SslOptions.RemoteCertificateValidationCallback = new ServerTrust(file).Check;
        return handler;
    }
}
