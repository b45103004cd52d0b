using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Kinds;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Registry;

internal static class RegistryExtensions
{
    /// <summary>Registers the store, what is served, and every way in.</summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services, LocalClusterOptions options)
    {
        services.AddSingleton(_ => NewStore(options));
        services.AddSingleton<ResourceRegistry>();
        services.AddSingleton<ServiceAddresses>();
        services.AddSingleton<ObjectWriter>();
        services.AddSingleton<ObjectDeleter>();
        services.AddSingleton<IClusterApi, ClusterApi>();
        return services;
    }

    private static ObjectStore NewStore(LocalClusterOptions options)
    {
        var store = new ObjectStore(options.WatchHistory);
        // Tables that are there from the start know their whole history.
        foreach (var resource in BuiltInResources.All)
            store.Table(resource.StoredAs);
        return store;
    }
}
