using Microsoft.Extensions.DependencyInjection.Extensions;
using Pdp.Core.Policy;
using Pdp.Core.Ports;
using Pdp.Core.Render;
using Pdp.Core.Rollout;
using Pdp.Daemon.Audit;
using Pdp.Daemon.Channel;
using Pdp.Daemon.Cluster;
using Pdp.Daemon.Cluster.Events;
using Pdp.Daemon.Cluster.Identity;
using Pdp.Daemon.Cluster.Intents;
using Pdp.Daemon.Cluster.Kinds;
using Pdp.Daemon.Cluster.Leadership;
using Pdp.Daemon.Cluster.Objects;
using Pdp.Daemon.Cluster.Revisions;
using Pdp.Daemon.Cluster.Secrets;
using Pdp.Daemon.Documents;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Identity;
using Pdp.Daemon.Intake;
using Pdp.Daemon.Observability;
using Pdp.Daemon.Observability.Metrics;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Reconcile;
using Pdp.Daemon.Reconcile.Images;
using Pdp.Daemon.Reconcile.Runs;
using Pdp.Daemon.Reconcile.Secrets;
using Pdp.Daemon.Routing;
using Pdp.Daemon.Secrets;
using Pdp.Daemon.Secrets.Configuration;
using Pdp.Daemon.Status;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Configuration;
using Pdp.Kubernetes.Leases;
using Pdp.Protocol.Bootstrap;

namespace Pdp.Daemon.Hosting;

/// <summary>What each room adds to the process.</summary>
internal static class AgentServices
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
        services.AddSingleton<RevisionStore>();
        services.AddSingleton<IRevisionStore>(provider => provider.GetRequiredService<RevisionStore>());
        services.AddSingleton<IIntentObserver>(provider => provider.GetRequiredService<RevisionStore>());
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
        services.AddSingleton<IRunJobs, RunJobs>();
        services.AddSingleton<IDryRun, DryRun>();
        services.AddSingleton<KindCatalog>();
        services.AddSingleton<IKindCatalog>(provider => provider.GetRequiredService<KindCatalog>());
        return services.AddSingleton<IKindDiscovery>(provider => provider.GetRequiredService<KindCatalog>());
    }

    /// <summary>The trail of what is accepted, refused and done; first, so that it ends last.</summary>
    public static IServiceCollection AddAuditTrail(this IServiceCollection services, AgentStart start)
    {
        if (!start.Options.Audit.IsOn) return services;
        services.AddSingleton(start.Options.Audit);
        services.AddSingleton(new AuditOwner(start.Bundle.PlaneId, start.Options.Name));
        services.AddSingleton<AuditMetrics>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<IAuditTrail>(provider => provider.GetRequiredService<AuditTrail>());
        services.AddHealthChecks().AddCheck<AuditHealth>("audit", tags: [ObservabilityEndpoints.Ready]);
        return services.AddHostedService(provider => provider.GetRequiredService<AuditTrail>());
    }

    /// <summary>The trail is told at the door and at the client of the cluster; last, for it stands before what was added.</summary>
    public static IServiceCollection AddAudited(this IServiceCollection services, AgentStart start) => !start.Options.Audit.IsOn
        ? services
        : services
            .AddSingleton<IIntentObserver>(provider => new AuditedLocalIntents(provider.GetRequiredService<IAuditTrail>()))
            .Decorate<IIntake>((provider, door) => new AuditedIntake(door, provider.GetRequiredService<IAuditTrail>()))
            .Decorate<ISecretSource>((provider, source) => new AuditedSecretSource(source, provider.GetRequiredService<IAuditTrail>()))
            .Decorate<IKubernetesApi>((provider, api) => new AuditedKubernetesApi(api, provider.GetRequiredService<IAuditTrail>()));

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
            };
            var fields = provider.GetRequiredService<GatewayFields>();
            return new IntentRendering(
                fields,
                provider.GetRequiredService<IImageDigests>(),
                () => context with { ServerMinor = facts.ServerMinor, Gateways = fields.Current },
                () => current.Policy);
        });
    }

    /// <summary>The customer's secret stores, and the Secrets made of them.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services, AgentOptions options)
    {
        services.AddSingleton<SecretMetrics>();
        services.AddSingleton<SecretContext>();
        services.AddSingleton<IStoreDefinitions>(provider =>
            new SecretStoresFile(options.SecretStores, options.Stores, provider.GetRequiredService<SecretContext>().Log));
        services.AddSingleton<ISecretVersionKey, SecretVersionKey>();
        services.AddSingleton<StoreSet>();
        services.AddSingleton<SecretSource>();
        services.AddSingleton<ISecretSource>(provider => provider.GetRequiredService<SecretSource>());
        services.AddSingleton<IIntentObserver>(provider => provider.GetRequiredService<SecretSource>());
        return services.AddSingleton<ISecretObjects, SecretObjects>();
    }

    /// <summary>Who this agent is to its control plane, and what it believes of it.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services, AgentStart start)
    {
        services.AddSingleton<IIdentityStore>(provider => start.Options.IdentityFile is { } file
            ? new FileIdentityStore(file)
            : new SecretIdentityStore(
                provider.GetRequiredService<IKubernetesApi>(), provider.GetRequiredService<ClusterOptions>(),
                provider.GetRequiredService<WriteFence>(), start.Options.IdentitySecret));
        services.AddHealthChecks().AddCheck<IdentityHealth>("identity", tags: [ObservabilityEndpoints.Ready]);
        return services.AddIdentity(start.Options.Bundle, start.Bundle);
    }

    /// <summary>The door for what the control plane signed.</summary>
    /// <param name="services">The process.</param>
    /// <param name="bundle">Whose keys are believed, where nobody knows better.</param>
    public static IServiceCollection AddIntake(this IServiceCollection services, BootstrapBundle bundle)
    {
        services.TryAddSingleton<IControlPlane>(_ => new FixedControlPlane(bundle));
        return services.AddIntake(provider => new IntentVerifier(provider.GetRequiredService<IControlPlane>()));
    }

    /// <summary>The door for what a verifier believes.</summary>
    public static IServiceCollection AddIntake(this IServiceCollection services, Func<IServiceProvider, IIntentVerifier> verifier)
    {
        services.AddSingleton(verifier);
        services.AddSingleton<IntakeDecision>();
        services.AddSingleton<IntakeMetrics>();
        return services.AddSingleton<IIntake, IntentIntake>();
    }

    /// <summary>What makes the cluster as the Intents say.</summary>
    public static IServiceCollection AddReconciliation(this IServiceCollection services, AgentOptions options)
    {
        services.AddSingleton(options.Reconcile);
        services.AddSingleton(provider => new ReconcileQueue(
            provider.GetRequiredService<TimeProvider>(), Math.Max(1, options.Reconcile.Parallelism / 2)));
        services.AddSingleton<ReconcileMetrics>();
        services.AddSingleton<Takeover>();
        services.AddSingleton<DocumentReading>();
        services.AddSingleton<Prerequisites>();
        services.AddSingleton<SecretResolution>();
        services.AddSingleton<SecretDelivery>();
        services.AddSingleton<FollowedImages>();
        services.AddSingleton<ImageResolution>();
        services.AddSingleton<IImageObserver, ImageWaker>();
        services.AddSingleton<ISecretObserver, SecretWaker>();
        services.AddSingleton<KeptRevisions>();
        services.AddSingleton<RunExpansion>();
        services.AddSingleton<RunFollowing>();
        services.AddSingleton<Targeting>();
        services.AddSingleton<Preparation>();
        services.AddSingleton<Planning>();
        services.AddSingleton<Foresight>();
        services.AddSingleton<StatusJournal>();
        services.AddSingleton<PlanRunner>();
        services.AddSingleton<Pruner>();
        services.AddSingleton<Assessment>();
        services.AddSingleton<Announcements>();
        services.AddSingleton<Conclusion>();
        services.AddSingleton<Teardown>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<ReconcileLoop>();
        services.AddSingleton<IAnswerAsk, AskAnswers>();
        services.AddSingleton<SharedObjects>();
        services.AddSingleton<IIntentObserver>(provider => provider.GetRequiredService<SharedObjects>());
        services.AddSingleton<IIntentObserver, IntentWaker>();
        services.AddSingleton<IPolicyObserver, PolicyWaker>();
        services.AddVersionRouting();
        return services.AddSingleton<IObjectObserver, DriftWatcher>();
    }

    /// <summary>What travels back.</summary>
    public static IServiceCollection AddStatus(this IServiceCollection services)
    {
        services.AddSingleton<StatusFeed>();
        services.AddSingleton<IStatusFeed>(provider => provider.GetRequiredService<StatusFeed>());
        services.AddSingleton<IIntentObserver>(provider => provider.GetRequiredService<StatusFeed>());
        return services.AddSingleton<IIntentObserver, PhaseMetrics>();
    }

    /// <summary>The line to the control plane; only the leader dials.</summary>
    public static IServiceCollection AddControlChannel(this IServiceCollection services, AgentStart start) =>
        services.AddChannel(start.Bundle, channel =>
        {
            channel.AgentId = start.Options.Name;
            channel.AgentVersion = AgentVersion.Text;
            foreach (var set in start.Options.Channel) set(channel);
            channel.Proxy = new ProxyOptions
            {
                Url = start.Options.Proxy,
                CredentialsFile = start.Options.ProxyCredentialsFile,
                HttpsProxy = Variable(start, "HTTPS_PROXY"),
                NoProxy = Variable(start, "NO_PROXY"),
            };
        });

    /// <summary>Health and metrics.</summary>
    public static IServiceCollection AddObservability(this IServiceCollection services)
    {
        services.AddRoutingCore();
        services.AddMetrics();
        services.AddSingleton<IMetricsText, PrometheusMetrics>();
        services.AddHealthChecks()
            .AddCheck<ServiceHealth>("agent", tags: [ObservabilityEndpoints.Live, ObservabilityEndpoints.Ready])
            .AddCheck<JournalHealth>("journal", tags: [ObservabilityEndpoints.Ready])
            .AddCheck<PolicyHealth>("policy", tags: [ObservabilityEndpoints.Ready])
            .AddCheck<ChannelHealth>("channel", tags: [ObservabilityEndpoints.Ready]);
        return services;
    }

    // In client-go's proportions: a leader stops acting well before anybody else may begin. Renewals are rarer than its, since each is a
    // write to the cluster's store: two attempts that hang still fit between one that is due and the deadline.
    private static LeaseOptions LeaseOf(AgentOptions options) => new()
    {
        Namespace = options.Namespace,
        Name = options.LeaseName,
        Identity = $"{options.Name}_{Guid.NewGuid():N}",
        LeaseDuration = options.LeaseDuration,
        RenewDeadline = options.LeaseDuration * 2 / 3,
        RenewPeriod = options.LeaseDuration * 7 / 20,
        RetryPeriod = options.LeaseDuration / 15,
    };

    // Both spellings are in use; curl and most others prefer the lower one.
    private static string? Variable(AgentStart start, string name) =>
        start.Environment.GetValueOrDefault(name.ToLowerInvariant()) ?? start.Environment.GetValueOrDefault(name);
}
