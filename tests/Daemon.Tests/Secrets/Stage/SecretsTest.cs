using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster.Secrets;
using Pdp.Daemon.Secrets.Configuration;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Secrets.Stage;

/// <summary>A test with a running agent that has a scripted store called <c>vault</c>, asked for news five times a second.</summary>
public abstract class SecretsTest(TestCluster cluster) : AgentTest(cluster)
{
    internal ScriptedStore Vault { get; } = new();

    internal ScriptedDefinitions Stores { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        Vault.Put("db", "v1", "first");
        Stores = new ScriptedDefinitions(ScriptedDefinitions.Of("vault", Vault, refresh: TimeSpan.FromMilliseconds(200)));
        Agent = await StartAsync();
    }

    internal async Task<TestAgent> StartAsync()
    {
        var agent = await TestAgent.StartAsync(
            Cluster, Plane, Namespace, change: services => services.AddSingleton<IStoreDefinitions>(Stores)
                .AddSingleton<SecretObjects>()
                .AddSingleton(provider => new LosingSecretObjects(provider.GetRequiredService<SecretObjects>()))
                .AddSingleton<ISecretObjects>(provider => provider.GetRequiredService<LosingSecretObjects>()));
        await Until.TrueAsync(() => agent.Get<ILeadership>().IsLeader);
        return agent;
    }

    /// <summary>A component with the password of the database, and whatever else.</summary>
    internal string Component(long generation, Func<ComponentSpec, ComponentSpec>? change = null) => Plane.Component(Id, generation, spec =>
    {
        var named = Naming(spec, new SecretReference("vault", "db"));
        return change is null ? named : change(named);
    });

    internal static ComponentSpec Naming(ComponentSpec spec, params SecretReference[] secrets) => spec with
    {
        Containers = spec.Containers.ToDictionary(c => c.Key, c => c.Value with
        {
            Env = [.. c.Value.Env, .. secrets.Select((secret, i) => new EnvVar { Name = $"SECRET_{i}", Secret = secret })],
            Files = [.. secrets.Select((secret, i) => new FileMount { Path = $"/secrets/{i}", Secret = secret })],
        }),
    };

    /// <summary>The values the intent's pods get now.</summary>
    internal async Task<string> ValueAsync()
    {
        var deployment = await Cluster.OneAsync("apps/v1", "Deployment", Id);
        var from = deployment.GetObjects("spec", "template", "spec", "containers").Single().GetObjects("env")
            .Select(env => env.GetObject("valueFrom", "secretKeyRef")).First(found => found is not null)!;
        var secret = await Cluster.GetAsync("v1", "Secret", deployment.Namespace, from.GetString("name")!);
        return Encoding.UTF8.GetString(Convert.FromBase64String(secret!.GetString("data", from.GetString("key")!)!));
    }

    internal Task<IReadOnlyList<JsonObject>> SecretsAsync() => Cluster.OfIntentAsync("v1", "Secret", Id);

    internal Task<IntentStatus> HealthyAsync(string version) => Agent.StatusAsync(
        Id, status => status.Phase == IntentPhase.Healthy && status.Secrets.Any(secret => secret.Version == version));

    internal static StatusCondition? Fresh(IntentStatus status) => status.Conditions.FirstOrDefault(c => c.Type == "SecretsFresh");
}
