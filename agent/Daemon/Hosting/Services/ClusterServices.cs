using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Daemon.Cluster;
using Pdp.Daemon.Cluster.Events;
using Pdp.Daemon.Cluster.Intents;
using Pdp.Daemon.Cluster.Kinds;
using Pdp.Daemon.Cluster.Leadership;
using Pdp.Daemon.Cluster.Objects;
using Pdp.Daemon.Cluster.Revisions;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Observability.Forwarding;
using Pdp.Daemon.Policy;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Configuration;
using Pdp.Kubernetes.Leases;

namespace Pdp.Daemon.Hosting.Services;

/// <summary>What the room of the cluster adds to the process: its client, who leads, the journal and the objects.</summary>
internal static class ClusterServices
{
    /// <summary>The client of the cluster, and who leads.</summary>
    public static IServiceCollection AddKubernetes(this IServiceCollection services, ClusterConfig cluster, AgentOptions options)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Chance>(Random.Shared.NextDouble);
        services.AddSingleton(new ClusterOptions { Namespace = options.Namespace, WriteTimeout = options.WriteTimeout });
        services.AddSingleton<IKubernetesApi>(provider => new KubernetesApi(
            cluster,
            new KubernetesApiOptions { UserAgent = $"pdp-agent/{AgentVersion.Text}", MaxConcurrency = options.ApiConcurrency },
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(LeaseOf(options));
        services.AddSingleton<LeaderLease>();
        services.AddSingleton<ILeadership>(provider => provider.GetRequiredService<LeaderLease>());
        services.AddSingleton<ClusterFacts>();
        services.AddSingleton<IClusterFacts>(provider => provider.GetRequiredService<ClusterFacts>());
        services.AddSingleton<WriteFence>();
        services.AddSingleton<Claims>();
        services.AddSingleton<ClusterMetrics>();
        services.AddSingleton(new DefinitionInstaller.Switch(options.InstallCrd));
        return services.AddSingleton<DefinitionInstaller>();
    }

    /// <summary>The Intents, what is kept of their revisions, and events about them.</summary>
    public static IServiceCollection AddJournal(this IServiceCollection services)
    {
        services.AddSingleton<RemovedIntents>();
        services.AddSingleton<IntentStore>();
        services.AddSingleton<IIntentStore>(provider => provider.GetRequiredService<IntentStore>());
        services.AddSingleton<ILeaderPreparation>(provider => provider.GetRequiredService<IntentStore>());
        services.AddSingleton<RevisionStore>();
        services.AddSingleton<IRevisionStore>(provider => provider.GetRequiredService<RevisionStore>());
        services.AddSingleton<IIntentObserver>(provider => provider.GetRequiredService<RevisionStore>());
        services.AddSingleton<ILeaderPreparation>(provider => provider.GetRequiredService<RevisionStore>());
        services.AddSingleton<EventLog>();
        services.AddSingleton<IEventLog>(provider => provider.GetRequiredService<EventLog>());
        services.AddSingleton<IAgentEvents>(provider => provider.GetRequiredService<EventLog>());
        return services.AddHostedService(provider => provider.GetRequiredService<EventLog>());
    }

    /// <summary>The objects intents are made of.</summary>
    public static IServiceCollection AddObjects(this IServiceCollection services)
    {
        services.AddSingleton<KindFollowers>();
        services.AddSingleton<NamespaceContent>();
        services.AddSingleton<ObjectWriter>();
        services.AddSingleton<IObjectCluster, ObjectCluster>();
        services.AddSingleton<IWritableKinds>(provider =>
        {
            var current = provider.GetRequiredService<CurrentPolicy>();
            return new WritableKinds(provider.GetRequiredService<KindFollowers>(), () => current.Policy);
        });
        services.AddSingleton<IRunJobs, RunJobs>();
        services.AddSingleton<IDryRun, DryRun>();
        services.AddSingleton<KindCatalog>();
        services.AddSingleton<IKindCatalog>(provider => provider.GetRequiredService<KindCatalog>());
        return services.AddSingleton<IKindDiscovery>(provider => provider.GetRequiredService<KindCatalog>());
    }

    // In client-go's proportions: a leader stops acting well before anybody else may begin. Renewals are rarer than its, since each is a
    // write to the cluster's store: two attempts that hang still fit between one that is due and the deadline.
    private static LeaseOptions LeaseOf(AgentOptions options) => new()
    {
        Namespace = options.Namespace,
        Name = options.LeaseName,
        Identity = ReplicaAddress.Join($"{options.Name}_{Guid.NewGuid():N}", options.Observe.Reached),
        LeaseDuration = options.LeaseDuration,
        RenewDeadline = options.LeaseDuration * 2 / 3,
        RenewPeriod = options.LeaseDuration * 7 / 20,
        RetryPeriod = options.LeaseDuration / 15,
    };
}
