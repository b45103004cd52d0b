using System.Text.Json.Nodes;
using Pdp.Story;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.EndToEnd.Recovery;

/// <summary>A plane in the stage's cluster with a control plane, an agent and a component of its own, so that its control plane can be lost.</summary>
internal sealed class PlaneOfItsOwn(Stage stage, string id) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private AgentProcess? _agent;

    /// <summary>The control plane.</summary>
    public ControlPlane Control { get; private set; } = stage.AddControlPlane(id);

    /// <summary>The bundle the agent runs with.</summary>
    public JsonObject Bundle { get; private set; } = [];

    /// <summary>A file of the stage's directory.</summary>
    public string FileOf(string name) => Path.Combine(stage.Directory, $"{id}-{name}");

    /// <summary>Starts both, and waits until they are connected.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        await Control.StartAsync(ct);
        await StartAgentAsync(await Control.Api.CreatePlaneAsync(id, ct), ct);
    }

    /// <summary>Starts the agent with a bundle; one that runs is stopped first.</summary>
    public async Task StartAgentAsync(JsonObject bundle, CancellationToken ct)
    {
        if (_agent is not null)
            await _agent.DisposeAsync();
        Bundle = bundle;
        _agent = await stage.AddStrangerAsync($"{id}-agent", bundle.ToJsonString(), $"pdp-{id}", ct);
        _agent.Start();
        await ConnectedAsync(ct);
    }

    /// <summary>Waits until the agent is connected.</summary>
    public Task ConnectedAsync(CancellationToken ct) => Poll.UntilTrueAsync(
        $"the agent of {id} to be connected",
        async () => (string?)(await Control.Api.PlaneAsync(id, ct))["connection"]?["state"] == "connected",
        Limit,
        ct);

    /// <summary>Loses the control plane with all its data.</summary>
    public async Task LoseControlAsync(CancellationToken ct)
    {
        await Control.KillAsync(ct);
        Directory.Delete(Control.DataDirectory, recursive: true);
    }

    /// <summary>Takes another control plane in the place of the one that was lost.</summary>
    public async Task ReplaceControlAsync(CancellationToken ct)
    {
        await Control.DisposeAsync();
        Control = stage.AddControlPlane($"{id}-next");
        await Control.StartAsync(ct);
    }

    /// <summary>Puts the component and waits until it is Healthy.</summary>
    /// <returns>Its generation.</returns>
    public async Task<long> PutAsync(string greeting, CancellationToken ct)
    {
        var generation = new IntentView(await Control.Api.PutAsync(id, id, Document(greeting), ct)).Generation;
        await HealthyAsync(generation, ct);
        return generation;
    }

    /// <summary>Waits until a generation is Healthy.</summary>
    public Task HealthyAsync(long generation, CancellationToken ct) => Poll.UntilTrueAsync(
        $"generation {generation} of {id} to be Healthy",
        async () => await Control.Api.IntentAsync(id, id, ct) is { } answer && new IntentView(answer) is { Phase: "Healthy" } view
            && view.ObservedGeneration == generation,
        Limit,
        ct);

    /// <summary>Waits until the plane's agent has said what it holds that the control plane does not know; the first of it.</summary>
    public Task<JsonObject> HeldAsync(CancellationToken ct) => Poll.UntilAsync(
        $"{id} to hold something its control plane does not know",
        async () => (await Control.Api.SendAsync(HttpMethod.Get, $"/api/v1/planes/{id}/held", null, "application/json", ct))
            .Json["items"]!.AsArray().FirstOrDefault() as JsonObject,
        Limit,
        ct);

    /// <summary>The pods as processes: who they are, and how often their containers were started again.</summary>
    public async Task<IReadOnlyList<string>> PodsAsync(CancellationToken ct) =>
    [
        .. (await stage.Cluster.ListAsync(ClusterPaths.OfIntent("pods", id), ct))
            .Where(pod => pod["metadata"]!["deletionTimestamp"] is null)
            .Select(pod => $"{pod["metadata"]!["uid"]} restarts {string.Join(',', pod["status"]!["containerStatuses"]!.AsArray().Select(c => c!["restartCount"]))}")
            .Order(StringComparer.Ordinal),
    ];

    public async ValueTask DisposeAsync()
    {
        if (_agent is not null)
            await _agent.DisposeAsync();
        await Control.DisposeAsync();
    }

    private JsonObject Document(string greeting) => JsonNode.Parse(
        $$"""
        {
          "apiVersion": "pdp.dev/v1",
          "kind": "Component",
          "metadata": { "project": "{{id}}", "environment": "development", "component": "{{id}}" },
          "spec": {
            "type": "service",
            "release": "{{greeting}}",
            "containers": {
              "main": {
                "image": "{{stage.Options.Images.Second}}",
                "env": [{ "name": "GREETING", "value": "{{greeting}}" }],
                "ports": { "http": { "port": {{stage.Options.Images.SecondPort}} } }
              }
            },
            "endpoints": { "http": { "port": 80, "targetPort": "http" } }
          }
        }
        """)!.AsObject();
}
