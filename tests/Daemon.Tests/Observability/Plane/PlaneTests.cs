using System.Net;
using System.Text.Json.Nodes;
using Pdp.Core.Logs;
using Pdp.Core.Ports;
using Pdp.Daemon.Observability;
using Pdp.Daemon.Observability.Samples;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.Observability.Access;
using Pdp.Observability.Components;
using Pdp.Observability.Metrics;
using Pdp.Observability.Prometheus;
using Pdp.PlaneStore;
using Pdp.PlaneStore.Events;
using Pdp.PlaneStore.Metrics;
using Pdp.Protocol.Intents;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Observability.Plane;

/// <summary>What an agent that leads collects of its plane, and what it tells of it.</summary>
public sealed class PlaneTests(TestCluster cluster) : AgentTest(cluster)
{
    private readonly TempDirectory _directory = new();
    private readonly CancellationTokenSource _term = new();
    private Task _keeping = Task.CompletedTask;

    private PlaneStores Stores => Agent.Get<PlaneStores>();

    public override async ValueTask InitializeAsync()
    {
        var listen = new IPEndPoint(IPAddress.Loopback, 0);
        Agent = await TestAgent.StartAsync(Cluster, Plane, Namespace, o => o with
        {
            Observe = o.Observe with { Listen = listen, Directory = _directory.Path },
            Plane = o.Plane with { Sampling = new SamplingOptions { Interval = TimeSpan.FromMilliseconds(50) } },
        });
        await Until.TrueAsync(() => Agent.Get<ILeadership>().IsLeader);
        _keeping = Agent.Get<PlaneKeeping>().RunAsync(_term.Token);
        await Until.TrueAsync(() => Stores.AreOpen);
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
    }

    public override async ValueTask DisposeAsync()
    {
        await _term.CancelAsync();
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.DisposeAsync();
        _term.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_component_is_told_with_its_tree_down_to_containers()
    {
        var intent = Intent();
        Assert.Equal((IntentKinds.Component, ComponentType.Service, 1), (intent.Kind, intent.Type, intent.Generation));
        Assert.Equal((await Cluster.OneAsync("apps/v1", "Deployment", Id)).Namespace, intent.Namespace);
        Assert.Equal(intent.Namespace, Agent.Get<IPlaneInventory>().NamespaceOf(intent.Organization, intent.Project, intent.Environment));
        Assert.Equal(IntentPhase.Healthy, Agent.Get<IPlaneInventory>().StatusOf(Id).Phase);

        // Pods come by a watch of their own.
        await Until.TrueAsync(async () => await TreeAsync(intent) is [{ Children: [{ Children: [{ Health: HealthState.Healthy }] }] }, ..]);
        var tree = (await TreeAsync(intent))!;
        var deployment = tree[0];
        var set = Assert.Single(deployment.Children);
        var pod = Assert.Single(set.Children);
        Assert.Equal(("Deployment", "ReplicaSet", "Pod"), (deployment.Kind, set.Kind, pod.Kind));
        Assert.Equal((HealthState.Healthy, HealthState.Healthy), (deployment.Health, pod.Health));
        Assert.StartsWith($"{deployment.Name}-", set.Name, StringComparison.Ordinal);
        Assert.Equal("running", Assert.Single(pod.Containers!).State);
        Assert.Contains(tree, node => node.Kind == "Service");
        Assert.Equal([pod.Name], Agent.Get<IComponentPods>().Of([new PlaneScope(Component: intent.Component)], DateTimeOffset.MinValue, 10));
    }

    [Fact]
    public async Task Events_of_the_cluster_and_of_the_agent_are_kept_with_whom_they_belong_to()
    {
        var intent = Intent();
        var pod = await Cluster.OneAsync("v1", "Pod", Id);
        await HappenAsync(intent.Namespace, "Pod", pod.Name!, "BackOff", "Back-off restarting failed container");
        await HappenAsync(intent.Namespace, "Pod", $"{pod.Name![..^1]}x", "Killing", "of a pod that is gone");
        await HappenAsync(Namespace, "Pod", "somebodys", "BackOff", "in a namespace of somebody else");

        await Until.TrueAsync(() => Events().Count(one => one.Reason is "BackOff" or "Deployed" or "Killing") == 3);

        Assert.DoesNotContain(Events(), one => one.Name == "somebodys");
        Assert.All(Events(), one => Assert.Equal((intent.Organization, intent.Project, intent.Environment, intent.Component), (one.Organization, one.Project, one.Environment, one.Component)));
        Assert.Equal((EventOrigin.Agent, EventOrigin.Cluster), (Events().Single(one => one.Reason == "Deployed").Origin, Events().Single(one => one.Reason == "BackOff").Origin));
    }

    [Fact]
    public async Task Requests_and_restarts_are_sampled_also_where_the_cluster_measures_nothing()
    {
        await Until.TrueAsync(() => Sampled().Count > 0);

        Assert.Contains("has no metrics.k8s.io", Agent.Get<ISamplingState>().Problem, StringComparison.Ordinal);
        var intent = Intent();
        Assert.All(Sampled(), series => Assert.Equal((intent.Organization, intent.Component), (series.Source.Organization, series.Source.Component)));
        Assert.DoesNotContain(Sampled(), series => series.Measure == Measure.Cpu);
        Assert.Contains(Sampled(), series => series.Measure == Measure.Restarts && series.Points[0].Value == 0);
    }

    private Task<IReadOnlyList<RolloutNode>?> TreeAsync(DeployedIntent intent) => Agent.Get<IRolloutTrees>().OfAsync(intent, Ct);

    private DeployedIntent Intent() => Agent.Get<IPlaneInventory>().All.Single(one => one.Id == Id);

    private IReadOnlyList<PlaneEvent> Events() => [.. Stores.Events.Query(
        new EventQuery { Scopes = [new LogScope(Project: Id)], Start = DateTimeOffset.MinValue.AddYears(1), End = DateTimeOffset.MaxValue.AddYears(-1) }, Ct).Events.OrderBy(one => one.Reason, StringComparer.Ordinal)];

    private IReadOnlyList<MetricSeries> Sampled()
    {
        var now = TimeProvider.System.GetUtcNow();
        var query = new MetricQuery
        {
            Scopes = [new LogScope(Project: Id)],
            Start = now.AddHours(-1),
            End = now.AddMinutes(1),
            Step = TimeSpan.FromMinutes(1),
            Measures = Enum.GetValues<Measure>(),
        };
        return Stores.Metrics.Query(query, Ct).Series;
    }

    private Task HappenAsync(string @namespace, string kind, string name, string reason, string message) => Cluster.Admin.CreateAsync(
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = $"{name}.{reason.ToLowerInvariant()}", ["namespace"] = @namespace },
            ["involvedObject"] = new JsonObject { ["kind"] = kind, ["name"] = name, ["namespace"] = @namespace },
            ["type"] = "Warning",
            ["reason"] = reason,
            ["message"] = message,
            ["count"] = 2,
            ["firstTimestamp"] = "2030-01-01T00:00:00Z",
            ["lastTimestamp"] = "2030-01-01T00:05:00Z",
        },
        new CreateOptions { FieldManager = "kubelet" },
        Ct);
}
