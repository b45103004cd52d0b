using Pdp.Core.Ports;
using Pdp.Daemon.Cluster;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Preview;
using Pdp.Daemon.Preview.Documents;
using Pdp.Daemon.Preview.Versions;
using Pdp.Kubernetes;

namespace Pdp.Daemon.Hosting.Services;

/// <summary>
/// Puts the agent's own parts together to look and not to act: door, reconciler and journal as they are, over a client that cannot write.
/// </summary>
internal static class PlanServices
{
    /// <summary>The parts.</summary>
    public static ServiceProvider Build(PlanStart start)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddKubernetes(start.Cluster, start.Options).AddJournal().AddObjects().AddDocuments(start.Options)
            .AddReconciliation(start.Options);
        services.AddSingleton(new CurrentPolicy(start.Policy));
        if (start.Bundle is { } bundle) services.AddIntake(bundle);
        else services.AddIntake(static _ => new UnpinnedVerifier());
        services.AddSingleton<ILeadership, NeverLeads>();
        services.AddSingleton<ISecretSource, RememberedSecrets>();
        services.AddSingleton<IImageDigests>(new RememberedImages(
            start.Options.RegistryDefinitions.Select(registry => registry.Host).ToHashSet()));
        services.Decorate<IKubernetesApi>((_, api) => new ReadOnlyKubernetesApi(api));
        services.Decorate<IIntentStore>((_, held) => new PlannedIntents(held));
        services.AddSingleton(provider => (PlannedIntents)provider.GetRequiredService<IIntentStore>());
        services.AddSingleton(provider => new PlanReader(
            provider.GetRequiredService<IIntentVerifier>(), provider.GetRequiredService<IIntentStore>(), start.Bundle?.PlaneId));
        services.AddSingleton<VersionCandidates>();
        services.AddSingleton<VersionPreview>();
        services.AddSingleton<Previewer>();
        return services.BuildServiceProvider();
    }
}
