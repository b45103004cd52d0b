using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Routing;

/// <summary>An agent, and a component of several versions on its plane.</summary>
internal sealed class VersionedAgent(GatewayCluster gateways) : IAsyncDisposable
{
    private readonly TestPlane _plane = new();

    /// <summary>The agent's namespace, the component and its project: unique in the cluster.</summary>
    public string Name { get; } = $"pdp-v-{Guid.NewGuid():N}"[..18];

    /// <summary>The agent that acts.</summary>
    public TestAgent Agent { get; private set; } = null!;

    /// <summary>Namespace of the component's place.</summary>
    public string Place => Core.Render.IntentRenderer.NamespaceOf(Metadata("v1.2", 1));

    public string IdOf(string track) => $"{Name}-{track.Replace('.', '-')}";

    /// <summary>Starts an agent; the one before has to be gone.</summary>
    public async Task StartAsync(Func<AgentOptions, AgentOptions>? options = null)
    {
        Agent = await TestAgent.StartAsync(gateways.Cluster, _plane, Name, told => (options ?? (o => o))(told with
        {
            Policy = GatewayCluster.Policy,
            Reconcile = told.Reconcile with { VersionSettle = TimeSpan.FromMilliseconds(300) },
        }));
        await Until.TrueAsync(() => Agent.Get<ILeadership>().IsLeader);
    }

    /// <summary>Hands a generation of a version over.</summary>
    public Task PutAsync(string track, long generation, Func<ComponentSpec, ComponentSpec>? change = null) =>
        Agent.PutAsync(_plane.Sign(Metadata(track, generation), (change ?? (spec => spec))(Spec(track))));

    /// <summary>Hands it over and waits until it is healthy.</summary>
    public async Task<IntentStatus> DeployAsync(string track, long generation = 1, Func<ComponentSpec, ComponentSpec>? change = null)
    {
        await PutAsync(track, generation, change);
        return await Agent.PhaseAsync(IdOf(track), IntentPhase.Healthy, generation);
    }

    public Task RemoveAsync(string track, long generation) => Agent.RemoveAsync(_plane.Removal(IdOf(track), generation));

    /// <summary>The Service that stays; null while there is none.</summary>
    public Task<JsonObject?> ServiceAsync(string major = "v1") => gateways.Cluster.GetAsync("v1", "Service", Place, $"{Name}--{major}");

    /// <summary>The route that stays; null while there is none.</summary>
    public async Task<JsonObject?> RouteAsync(string major = "v1")
    {
        var routes = await gateways.Cluster.Admin.ListAsync(
            new("gateway.networking.k8s.io", "v1", "HTTPRoute"), new() { Namespace = Place, LabelSelector = $"pdp.dev/route={Name}--{major}" }, CancellationToken.None)
            .ToListAsync();
        return routes.SingleOrDefault();
    }

    /// <summary>Names of all that stays: the Service and the route.</summary>
    public async Task<IReadOnlySet<string>> StableNamesAsync(string major = "v1") =>
        new[] { await ServiceAsync(major), await RouteAsync(major) }.OfType<JsonObject>().Select(o => o.Name!).ToHashSet();

    /// <summary>Waits until everything of a major version leads to a version.</summary>
    public Task LeadsToAsync(string track, string major = "v1") => Until.TrueAsync(async () =>
        await ServiceAsync(major) is { } service
        && (string?)service["spec"]!["selector"]!["pdp.dev/intent"] == IdOf(track)
        && service.Annotation("pdp.dev/route-track") == track
        && (string?)(await RouteAsync(major))?["spec"]!["rules"]![0]!["backendRefs"]![0]!["name"] is { } backend
        && backend.Contains($"-{track.Replace('.', '-')}--", StringComparison.Ordinal), what: $"{major} to lead to {track}");

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        _plane.Dispose();
    }

    private IntentMetadata Metadata(string track, long generation) =>
        _plane.Metadata(IdOf(track), generation) with { Project = Name, Component = Name, Track = track };

    private static ComponentSpec Spec(string track) => TestPlane.Spec().WithImage($"registry.example/app:{track}", track) with
    {
        Endpoints = new Dictionary<string, EndpointSpec>
        {
            ["http"] = new() { Port = 80, TargetPort = "http", Visibility = [EndpointVisibility.Project, EndpointVisibility.Public] },
        },
        Config = new Dictionary<string, string> { ["mode"] = "plain" },
    };
}
