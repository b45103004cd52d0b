using Pdp.LocalCluster.Controllers.DaemonSets;
using Pdp.LocalCluster.Controllers.Deployments;
using Pdp.LocalCluster.Controllers.Endpoints;
using Pdp.LocalCluster.Controllers.Garbage;
using Pdp.LocalCluster.Controllers.Jobs;
using Pdp.LocalCluster.Controllers.Namespaces;
using Pdp.LocalCluster.Controllers.Policies;
using Pdp.LocalCluster.Controllers.ReplicaSets;
using Pdp.LocalCluster.Controllers.StatefulSets;
using Pdp.LocalCluster.Controllers.Storage;
using Pdp.LocalCluster.Node;

namespace Pdp.LocalCluster.Controllers;

internal static class ControllersExtensions
{
    /// <summary>Registers every controller as a hosted service. They need <see cref="Api.IClusterApi"/> and
    /// <see cref="Api.IClusterAuthority"/>.</summary>
    public static IServiceCollection AddControllers(this IServiceCollection services, LocalClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton<NodeDirectories>();
        services.AddSingleton<EventRecorder>();
        services.AddHostedService(provider => provider.GetRequiredService<EventRecorder>());
        services.AddHostedService<NamespaceController>();
        services.AddHostedService<GarbageCollector>();
        services.AddHostedService<DeploymentController>();
        services.AddHostedService<ReplicaSetController>();
        services.AddHostedService<StatefulSetController>();
        services.AddHostedService<DaemonSetController>();
        services.AddHostedService<JobController>();
        services.AddHostedService<CronJobController>();
        services.AddHostedService<EndpointSliceController>();
        services.AddHostedService<ClaimController>();
        services.AddHostedService<DisruptionController>();
        services.AddHostedService<AutoscalerController>();
        return services;
    }
}
