using Pdp.Core.Policy;
using Pdp.Core.Ports;
using Pdp.Core.Render;
using Pdp.Daemon.Cluster;
using Pdp.Daemon.Documents;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Routing;
using Pdp.Kubernetes;

namespace Pdp.Daemon.Hosting.Services;

/// <summary>What judges documents and renders them.</summary>
internal static class DocumentServices
{
    /// <summary>What the customer lets happen.</summary>
    public static IServiceCollection AddPolicy(this IServiceCollection services, CustomerPolicy policy, PolicySettings settings)
    {
        services.AddSingleton(new CurrentPolicy(policy));
        services.AddSingleton(settings);
        services.AddSingleton<PolicyMetrics>();
        services.AddSingleton<PolicyFollower>();
        return services.AddHostedService(provider => provider.GetRequiredService<PolicyFollower>());
    }

    /// <summary>What is read of documents, and what they become.</summary>
    public static IServiceCollection AddDocuments(this IServiceCollection services, AgentOptions options)
    {
        services.AddSingleton<DependencyIndex>();
        services.AddSingleton<InterestIndex>();
        // Before whoever wakes somebody that reads them.
        services.AddSingleton(provider => new HeldDocuments(new Lazy<IIntentVerifier>(provider.GetRequiredService<IIntentVerifier>)));
        services.AddSingleton<IIntentObserver>(provider => provider.GetRequiredService<HeldDocuments>());
        services.AddSingleton(new ConnectionFinder(options.ClusterDomain));
        services.AddSingleton<ConnectionResolution>();
        services.AddSingleton(provider => new GatewayFields(
            provider.GetRequiredService<IKindDiscovery>(), provider.GetRequiredService<IKubernetesApi>(), provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton(provider =>
        {
            var facts = provider.GetRequiredService<ClusterFacts>();
            var current = provider.GetRequiredService<CurrentPolicy>();
            var context = new RenderContext
            {
                Kinds = provider.GetRequiredService<IKindCatalog>(),
                ClusterDomain = options.ClusterDomain,
                AgentNamespace = options.Namespace,
            };
            var fields = provider.GetRequiredService<GatewayFields>();
            return new IntentRendering(
                fields,
                provider.GetRequiredService<IImageDigests>(),
                () => context with { ServerMinor = facts.ServerMinor, Gateways = fields.Current },
                () => current.Policy);
        });
    }
}
