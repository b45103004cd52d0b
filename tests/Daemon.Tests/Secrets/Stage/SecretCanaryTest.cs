using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pdp.Core.Ports;
using Pdp.Daemon.Observability.Metrics;
using Pdp.Daemon.Secrets.Configuration;
using Pdp.Daemon.Tests.Harness;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Secrets.Stage;

/// <summary>A test that plants values in stores, and then searches all the agent says and writes for them.</summary>
public abstract class SecretCanaryTest(TestCluster cluster) : AgentTest(cluster)
{
    private readonly EverythingLogged _log = new();
    private readonly Dictionary<string, Canary> _canaries = [];

    internal TempDirectory Files { get; } = new();

    internal IReadOnlyDictionary<string, Canary> Canaries => _canaries;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A new value that must not be seen.</summary>
    internal string Plant(string name) => (_canaries[name] = new Canary(name)).Value;

    /// <summary>Starts an agent that logs everything and counts.</summary>
    internal async Task StartAsync(IStoreDefinitions stores, Action<IServiceCollection> more)
    {
        Agent = await TestAgent.StartAsync(Cluster, Plane, Namespace, change: services => more(services
            .AddSingleton(stores)
            .AddSingleton<IMetricsText, PrometheusMetrics>()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log))));
        await Until.TrueAsync(() => Agent.Get<ILeadership>().IsLeader);
        _ = Agent.Get<IMetricsText>();
    }

    /// <summary>Every value is in the cluster's Secrets, so that a search which finds nothing elsewhere means something.</summary>
    internal async Task FindInSecretsAsync(params IEnumerable<string> names)
    {
        var secrets = await Emissions().DumpAsync("v1", "Secret", _ => true);
        Assert.All(names, name => Assert.True(_canaries[name].IsIn(secrets), $"{name} did not come into the cluster"));
    }

    /// <summary>No value is anywhere else.</summary>
    /// <param name="more">Places only the caller knows.</param>
    /// <param name="aside">A place that may have them; null for none.</param>
    internal async Task FindNowhereElseAsync(IEnumerable<(string Where, string Text)>? more = null, string? aside = null)
    {
        foreach (var (where, text) in (await Emissions().AllAsync(more)).Where(place => place.Where != aside))
        {
            Assert.NotEmpty(text);
            foreach (var canary in _canaries.Values) Assert.False(canary.IsIn(text), $"{canary.Value} is in {where}");
        }
    }

    private Emissions Emissions() => new(Agent, Cluster, Id, _log);
}
