using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pdp.Core.Policy;
using Pdp.Core.Ports;
using Pdp.Daemon.Channel;
using Pdp.Daemon.Channel.Dialling;
using Pdp.Daemon.Hosting;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Hosting.Services;
using Pdp.Daemon.Policy;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Configuration;
using Pdp.Kubernetes.Leases;
using Pdp.Protocol.Bootstrap;
using Pdp.Simulation.Cluster;
using Pdp.Simulation.Secrets;

namespace Pdp.Simulation.Processes;

/// <summary>The agent as it is composed for real, with the world in the place of its edges: clock, chance, API server and dialler.</summary>
internal static class AgentComposition
{
    private static readonly ClusterConfig _nowhere = new() { Name = "simulated", Server = new Uri("https://cluster.invalid") };

    public static ServiceProvider Compose(
        AgentEdges edges, AgentOptions options, BootstrapBundle bundle, Action<IServiceCollection> change)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(edges.Log).SetMinimumLevel(LogLevel.Debug));
        services.AddKubernetes(_nowhere, options).AddJournal().AddObjects()
            .AddPolicy(CustomerPolicy.Default, new PolicySettings { Interval = TimeSpan.FromHours(1) })
            .AddSecrets(options).AddImages(options).AddAnalysis(options).AddDocuments(options).AddIntake(bundle).AddReconciliation(options).AddStatus();
        services.AddChannel(bundle, channel => (channel.AgentId, channel.AgentVersion) = (options.Name, "0.1.0"));
        services.AddHostedService<AgentService>();
        services.AddSingleton<IMeterFactory>(edges.Meters);
        services.AddSingleton(edges.Clock);
        services.AddSingleton<Chance>(edges.Chance);
        services.AddSingleton(edges.Api);
        services.AddSingleton(edges.Dialler);
        services.AddSingleton(edges.Lifetime);
        services.AddSingleton(new LeaseOptions
        {
            Namespace = SimulatedCluster.AgentNamespace,
            Name = options.LeaseName,
            Identity = edges.Identity,
            LeaseDuration = options.LeaseDuration,
            RenewDeadline = options.LeaseDuration * 2 / 3,
            RenewPeriod = options.LeaseDuration * 7 / 20,
            RetryPeriod = options.LeaseDuration / 15,
        });
        services.AddSingleton<ISecretSource>(provider => new VaultSource(edges.Vault, provider.GetServices<ISecretObserver>()));
        change(services);
        return services.BuildServiceProvider();
    }
}

/// <summary>Where an agent meets the world.</summary>
internal sealed record AgentEdges(
    string Identity,
    TimeProvider Clock,
    Func<double> NextChance,
    IKubernetesApi Api,
    IChannelDialler Dialler,
    IHostApplicationLifetime Lifetime,
    IMeterFactory Meters,
    SimulatedVault Vault,
    ILoggerProvider Log)
{
    public double Chance() => NextChance();
}
