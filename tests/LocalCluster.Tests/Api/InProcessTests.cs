using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.Testing;

namespace Pdp.LocalCluster.Tests.Api;

/// <summary>The API as controllers have it.</summary>
public sealed class InProcessTests
{
    [Fact]
    public async Task A_reader_that_falls_behind_still_learns_the_last_state()
    {
        await using var cluster = await TestCluster.StartAsync(new LocalClusterOptions { SimulatedNode = true, WatchHistory = 64 });
        var api = cluster.Server.Api;
        using var end = new CancellationTokenSource();
        var changes = api.Watch("secrets", end.Token);
        for (var i = 0; i < 600; i++)
            api.Create("secrets", Named($"s{i}"), "t");
        for (var i = 0; i < 590; i++)
            api.Delete("secrets", "default", $"s{i}");
        var seen = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        await Eventually.TrueAsync(() =>
        {
            while (changes.TryRead(out var change))
            {
                if (change.Type == WatchEventType.Deleted)
                    seen.Remove(change.Object.Text("metadata", "name")!);
                else
                    seen[change.Object.Text("metadata", "name")!] = change.Object;
            }
            return seen.Count == 10 && seen.Keys.All(k => k.StartsWith("s59", StringComparison.Ordinal));
        }, cancellationToken: TestContext.Current.CancellationToken);
        await end.CancelAsync();
        await changes.Completion.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_pod_is_bound_once()
    {
        await using var cluster = await TestCluster.StartAsync();
        var api = cluster.Server.Api;
        var pod = Named("p");
        pod["spec"] = new JsonObject { ["nodeName"] = "elsewhere", ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "i" }) };
        api.Create("pods", pod, "t");
        Assert.True(Assert.Throws<ApiException>(() => api.Bind("default", "p", "n2")).IsConflict);
    }

    [Fact]
    public async Task Numbers_of_any_width_and_zero_values_take_their_stored_form()
    {
        await using var cluster = await TestCluster.StartAsync();
        var template = new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["a"] = "b" } },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "i" }) },
        };
        var set = Named("r");
        set["spec"] = new JsonObject
        {
            ["replicas"] = (short)0,
            ["minReadySeconds"] = 0,
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["a"] = "b" } },
            ["template"] = template,
        };
        var stored = cluster.Server.Api.Create("replicasets.apps", set, "t");
        Assert.Equal(0, stored.Long("spec", "replicas"));
        Assert.Null(stored.At("spec", "minReadySeconds"));
    }

    [Fact]
    public async Task What_is_served_is_what_objects_can_be_kept_of()
    {
        await using var cluster = await TestCluster.StartAsync();
        Assert.Contains(cluster.Server.Api.Resources, r => r is { Resource: "deployments.apps", Kind: "Deployment", Namespaced: true });
        Assert.DoesNotContain(cluster.Server.Api.Resources, r => r.Kind.EndsWith("Review", StringComparison.Ordinal));
        Assert.True(Assert.Throws<ApiException>(() => cluster.Server.Api.List("nothings.example.dev")).IsNotFound);
    }

    private static JsonObject Named(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" } };
}
