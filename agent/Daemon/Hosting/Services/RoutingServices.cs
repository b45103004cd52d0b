using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster;
using Pdp.Daemon.Cluster.Objects;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Reconcile;
using Pdp.Daemon.Routing;
using Pdp.Kubernetes;

namespace Pdp.Daemon.Hosting.Services;

/// <summary>What leads callers to versions.</summary>
internal static class RoutingServices
{
    /// <summary>Adds it to the process.</summary>
    public static IServiceCollection AddVersionRouting(this IServiceCollection services)
    {
        services.AddSingleton<VersionOffers>();
        services.AddSingleton<VersionAges>();
        services.AddSingleton<VersionQueue>();
        services.AddSingleton<VersionMoves>();
        services.AddSingleton<ReadyEndpoints>();
        services.AddSingleton<RouteWaker>();
        services.AddSingleton(ObjectsOf);
        services.AddSingleton<VersionRouter>();
        services.AddSingleton<VersionLoop>();
        services.AddSingleton<IVersions, VersionDesk>();
        return services.AddSingleton<IObjectObserver, EndpointWaker>();
    }

    // The same follower, writer and fence as for the objects of intents, over a picture of its own.
    private static RouteObjects ObjectsOf(IServiceProvider provider)
    {
        var api = provider.GetRequiredService<IKubernetesApi>();
        var metrics = provider.GetRequiredService<ClusterMetrics>();
        var followers = new KindFollowers(
            api,
            [provider.GetRequiredService<RouteWaker>()],
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Chance>(),
            provider.GetRequiredService<ILogger<KindFollowers>>(),
            ManagedMetadata.RouteLabel);
        var writer = new ObjectWriter(api, followers, provider.GetRequiredService<WriteFence>(), metrics);
        var cluster = new ObjectCluster(
            api, followers, provider.GetRequiredService<NamespaceContent>(), writer, provider.GetRequiredService<Claims>(), metrics);
        var current = provider.GetRequiredService<CurrentPolicy>();
        return new RouteObjects(api, followers, cluster, provider.GetRequiredService<IKindCatalog>(), () => current.Policy);
    }
}
