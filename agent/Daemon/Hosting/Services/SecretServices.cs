using Pdp.Core.Ports;
using Pdp.Daemon.Cluster.Secrets;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Secrets;
using Pdp.Daemon.Secrets.Configuration;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Hosting.Services;

/// <summary>What the room of secrets adds to the process.</summary>
internal static class SecretServices
{
    /// <summary>The customer's secret stores, and the Secrets made of them.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services, AgentOptions options)
    {
        services.AddSingleton<SecretMetrics>();
        services.AddSingleton<SecretContext>();
        services.AddSingleton<IStoreDefinitions>(provider =>
            new SecretStoresFile(options.SecretStores, options.Stores, provider.GetRequiredService<SecretContext>().Log));
        services.AddSingleton<ISecretVersionKey, SecretVersionKey>();
        services.AddSingleton<IClusterSecrets, ClusterSecrets>();
        services.AddSingleton(provider => new StoreParts(
            provider.GetRequiredService<ISecretVersionKey>(), provider.GetRequiredService<IClusterSecrets>(), options.Variables,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<StoreSet>();
        services.AddSingleton<ISecretHints, SecretHints>();
        services.AddSingleton<SecretSource>();
        services.AddSingleton<ISecretSource>(provider => provider.GetRequiredService<SecretSource>());
        services.AddSingleton<IIntentObserver>(provider => provider.GetRequiredService<SecretSource>());
        return services.AddSingleton<ISecretObjects, SecretObjects>();
    }
}
