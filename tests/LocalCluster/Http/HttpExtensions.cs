using Pdp.LocalCluster.Proxying;
using Pdp.LocalCluster.Security;

namespace Pdp.LocalCluster.Http;

internal static class HttpExtensions
{
    /// <summary>Registers the API server's front: who asks, what they may, and a handler for each verb.</summary>
    public static IServiceCollection AddApiServer(this IServiceCollection services)
    {
        services.AddSingleton<ServiceAccountTokens>();
        services.AddSingleton<TokenAuthenticator>();
        services.AddSingleton<RbacAuthorizer>();
        services.AddSingleton<DiscoveryHandler>();
        services.AddSingleton<OpenApiHandler>();
        services.AddSingleton<ReadHandler>();
        services.AddSingleton<MeasuredHandler>();
        services.AddSingleton<WatchHandler>();
        services.AddSingleton<WriteHandler>();
        services.AddSingleton<PatchHandler>();
        services.AddSingleton<DeleteHandler>();
        services.AddSingleton<ReviewHandler>();
        services.AddSingleton<LogHandler>();
        services.AddSingleton<EvictionHandler>();
        services.AddSingleton<TokenRequestHandler>();
        services.AddSingleton<SubresourceHandler>();
        services.AddSingleton<ResourceHandler>();
        services.AddSingleton<ProxyHandler>();
        services.AddSingleton<ApiServer>();
        return services;
    }
}
