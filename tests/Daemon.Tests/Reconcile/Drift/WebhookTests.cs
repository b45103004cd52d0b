using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Daemon.Reconcile;
using Pdp.Daemon.Tests.Harness;
using Pdp.LocalCluster;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile.Drift;

/// <summary>What mutating webhooks make of objects while they are applied is no drift.</summary>
public sealed class WebhookTests
{
    [Theory]
    [InlineData("an injected sidecar")]
    [InlineData("an injected init container")]
    [InlineData("annotations and labels")]
    [InlineData("defaults")]
    [InlineData("other arguments")]
    [InlineData("another image")]
    public async Task It_is_left_alone(string webhook)
    {
        await using var cluster = new Mutated(webhook);
        await cluster.Cluster.InitializeAsync();
        using var plane = new TestPlane();
        await using var agent = await TestAgent.StartAsync(cluster.Cluster, plane, "pdp-webhook");
        await Until.TrueAsync(() => agent.Get<ILeadership>().IsLeader);
        await agent.PutAsync(plane.Component("shop", 1, spec => spec with
        {
            Containers = spec.Containers.ToDictionary(c => c.Key, c => c.Value with { Args = ["--serve"] }),
        }));
        await agent.PhaseAsync("shop", IntentPhase.Healthy, 1);
        var queue = agent.Get<ReconcileQueue>();
        await Until.TrueAsync(() => queue.Waiting + queue.Running == 0);
        agent.Api.Forget();

        queue.Wake("shop");
        await Until.TrueAsync(() => queue.Waiting + queue.Running == 0);

        Assert.Empty(agent.Api.Writes);
        var status = agent.Journal.Find("shop")!.Status;
        Assert.Equal(IntentPhase.Healthy, status.Phase);
        Assert.Empty(status.Drift);
        Assert.True(Change(webhook, (await cluster.Cluster.OneAsync("apps/v1", "Deployment", "shop")), isAsked: true), "the webhook never came");
    }

    // Each change only once: a webhook looks whether it has been there.
    private static bool Change(string webhook, JsonObject obj, bool isAsked = false)
    {
        if ((string?)obj["kind"] != "Deployment") return false;
        var template = obj["spec"]!["template"]!.AsObject();
        var pod = template["spec"]!.AsObject();
        var main = pod["containers"]!.AsArray().OfType<JsonObject>().First(c => (string?)c["name"] == "main");
        switch (webhook)
        {
            case "an injected sidecar":
                return Add(pod, "containers", "proxy", isAsked);
            case "an injected init container":
                return Add(pod, "initContainers", "setup", isAsked);
            case "annotations and labels":
                return Set(Member(obj["metadata"]!.AsObject(), "annotations"), "mesh.example.com/seen", "1", isAsked)
                    & Set(Member(template["metadata"]!.AsObject(), "labels"), "mesh.example.com/seen", "1", isAsked);
            case "defaults":
                return Set(pod, "priorityClassName", "ordinary", isAsked) & Set(Member(main, "lifecycle"), "stopSignal", "SIGINT", isAsked);
            case "other arguments":
                if (!isAsked && main["args"]!.AsArray().Count == 1) main["args"]!.AsArray().Add("--traced");
                return main["args"]!.AsArray().Count == 2;
            default:
                return Set(main, "image", "mirror.example/app:1", isAsked);
        }
    }

    private static bool Add(JsonObject pod, string list, string name, bool isAsked)
    {
        var containers = pod[list] as JsonArray ?? [];
        if (containers.Any(c => (string?)c!["name"] == name)) return true;
        if (isAsked) return false;
        // As the API server would complete it.
        var added = JsonNode.Parse(
            $$"""
            {"name":"{{name}}","image":"registry.example/mesh:1","imagePullPolicy":"IfNotPresent","resources":{},
             "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}
            """);
        if (pod[list] is JsonArray there) there.Insert(0, added);
        else pod[list] = new JsonArray(added);
        return true;
    }

    private static bool Set(JsonObject parent, string name, string value, bool isAsked)
    {
        if (!isAsked) parent[name] = value;
        return (string?)parent[name] == value;
    }

    private static JsonObject Member(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject member) parent[name] = member = [];
        return member;
    }

    private sealed class Mutated(string webhook) : IAsyncDisposable
    {
        public TestCluster Cluster { get; } = new(_ => new LocalClusterOptions { SimulatedNode = true, Mutate = obj => Change(webhook, obj) });

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
