using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Pdp.Core.Analysis;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile.Steps;

/// <summary>A test about a component that is rolled out by steps.</summary>
public abstract class StepsTest(TestCluster cluster) : AgentTest(cluster)
{
    internal AnalysisScript Measured { get; } = new();

    public override async ValueTask InitializeAsync()
    {
        Agent = await StartAsync();
        await Until.TrueAsync(() => Agent.Get<Core.Ports.ILeadership>().IsLeader);
    }

    internal Task<TestAgent> StartAsync() =>
        TestAgent.StartAsync(Cluster, Plane, Namespace, change: services => services.AddSingleton<IAnalysisSource>(Measured));

    /// <summary>A generation with an image and a rollout of its own.</summary>
    internal async Task PutAsync(long generation, string image, RolloutSpec rollout, Func<ComponentSpec, ComponentSpec>? change = null) =>
        Assert.Empty((await Agent.PutAsync(Document(generation, image, rollout, change))).Reasons);

    internal string Document(long generation, string image, RolloutSpec rollout, Func<ComponentSpec, ComponentSpec>? change = null) =>
        Plane.Component(Id, generation, spec => (change ?? (s => s))(spec.WithImage($"registry.example/{image}", image.Replace(':', '-')) with
        {
            Replicas = 4,
            Rollout = rollout,
            Config = new Dictionary<string, string> { ["mode"] = image },
        }));

    /// <summary>The first generation, healthy and looked at by nobody any more.</summary>
    internal async Task FirstAsync(RolloutSpec rollout, Func<ComponentSpec, ComponentSpec>? change = null)
    {
        await PutAsync(1, "app:1", rollout, change);
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await QuietAsync();
    }

    /// <summary>Waits until a step stands: everything of it applied and healthy.</summary>
    internal Task<IntentStatus> StandsAsync(int step, long generation = 2) => Agent.StatusAsync(
        Id, status => status.ObservedGeneration == generation && status.Rollout is { ReadySince: not null } rollout && rollout.Step == step);

    /// <summary>What runs, by image: pods wanted.</summary>
    internal async Task<string> PodsAsync()
    {
        var workloads = await Cluster.OfIntentAsync("apps/v1", "Deployment", Id);
        return string.Join(", ", workloads.Select(w => $"{Image(w)} {w["spec"]!["replicas"]}").Order(StringComparer.Ordinal));
    }

    /// <summary>The image a Service leads to; <c>all</c> when to every one.</summary>
    internal async Task<string> LeadsToAsync(string? service = null)
    {
        var live = await Cluster.GetAsync("v1", "Service", Place, service ?? Id);
        if (live is null) return "none";
        if ((string?)live["spec"]!["selector"]!["pdp.dev/revision"] is not { } revision) return "all";
        var workloads = await Cluster.OfIntentAsync("apps/v1", "Deployment", Id);
        return Image(workloads.Single(w => (string?)w["spec"]!["template"]!["metadata"]!["labels"]!["pdp.dev/revision"] == revision));
    }

    internal string Place => Core.Render.IntentRenderer.NamespaceOf(Plane.Metadata(Id, 1));

    /// <summary>Every object of the intent without what the server and its controllers write.</summary>
    internal async Task<string> ObjectsAsync()
    {
        string[] kinds = ["v1/Service", "v1/ConfigMap", "v1/ServiceAccount", "apps/v1/Deployment", "networking.k8s.io/v1/NetworkPolicy"];
        var all = new List<JsonObject>();
        foreach (var kind in kinds)
            all.AddRange(await Cluster.OfIntentAsync(kind[..kind.LastIndexOf('/')], kind[(kind.LastIndexOf('/') + 1)..], Id));
        return string.Join('\n', all.Select(Plain).Order(StringComparer.Ordinal));
    }

    private static string Plain(JsonObject live)
    {
        var plain = live.DeepClone().AsObject();
        plain.Remove("status");
        var metadata = plain["metadata"]!.AsObject();
        foreach (var field in (IEnumerable<string>)["resourceVersion", "generation", "managedFields", "uid", "creationTimestamp"]) metadata.Remove(field);
        metadata["annotations"]?.AsObject().Remove("deployment.kubernetes.io/revision");
        return Ordered(plain)!.ToJsonString();
    }

    // What was written twice may have its members in another order.
    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Ordered(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Ordered)]),
        _ => node?.DeepClone(),
    };

    private static string Image(JsonObject workload) =>
        workload.GetObjects("spec", "template", "spec", "containers").Single().GetString("image")!["registry.example/".Length..];
}
