using System.Text.Json.Nodes;
using Pdp.Story.Load;
using Pdp.Story.Staging;
using Pdp.Story.Wire;
using Pdp.Testing.Prometheus;

namespace Pdp.EndToEnd.Observability;

/// <summary>
/// A plane in a cluster that measures its pods, and where there is one a real Prometheus that scrapes a pod and the agent. Of two
/// services that are asked all the time, one is scraped; the other tells the agent alone.
/// </summary>
public sealed class MeasuredPlane : IAsyncLifetime
{
    internal const string Scraped = "cart";
    internal const string Unscraped = "stock";

    private readonly List<LoadGenerator> _loads = [];
    private readonly CancellationTokenSource _stop = new();
    private ObservedPlane? _plane;
    private PrometheusProcess? _prometheus;

    internal ObservedPlane Plane => _plane!;

    internal Uri Prometheus => _prometheus!.Address;

    public async ValueTask InitializeAsync()
    {
        var port = FreePort.Take();
        _plane = await ObservedPlane.OpenAsync(["--observe-prometheus-url", $"http://127.0.0.1:{port}"], ["--metrics", "1"]);
        foreach (var component in new[] { Scraped, Unscraped })
        {
            await _plane.DeployAsync(component, Document(component));
            _loads.Add((await ServiceDoor.FindAsync(_plane.Stage, component, _stop.Token)).Load());
        }
        if (PrometheusProcess.IsInstalled) _prometheus = await PrometheusProcess.StartAsync(await JobsAsync(_plane.Stage), null, _stop.Token, port);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var load in _loads) await load.DisposeAsync();
        if (_prometheus is not null) await _prometheus.DisposeAsync();
        if (_plane is not null) await _plane.DisposeAsync();
        _stop.Dispose();
    }

    // Debian's Prometheus is built without discovery by Kubernetes: the labels that would give are written down.
    private async Task<string> JobsAsync(Stage stage)
    {
        var pod = Assert.Single(await stage.Cluster.ListAsync(ClusterPaths.OfIntent("pods", Scraped), _stop.Token));
        return $$"""
              - job_name: agent
                static_configs: [{ targets: ["{{stage.Agent.ApiUrl.Authority}}"] }]
              - job_name: pods
                static_configs:
                  - targets: ["{{pod["status"]!["podIP"]}}:5000"]
                    labels: { namespace: "{{ClusterPaths.NamespaceOf(pod)}}", pod: "{{ClusterPaths.NameOf(pod)}}" }
            """;
    }

    private static JsonObject Document(string component) => JsonNode.Parse(
        $$"""
        {
          "apiVersion": "pdp.dev/v1",
          "kind": "Component",
          "metadata": { "project": "shop", "environment": "development", "component": "{{component}}" },
          "spec": {
            "type": "service",
            "release": "one",
            "containers": { "main": { "image": "ghcr.io/savisaluwadana/inventorybackend:v2.0.0", "ports": { "http": { "port": 5000 } } } },
            "endpoints": { "http": { "port": 80, "targetPort": "http" } },
            "rollout": {
              "strategy": "canary",
              "steps": [{ "weight": 50 }, { "analysis": ["errors"] }],
              "analysis": [{ "name": "errors", "requests": { "measure": "errorRate", "port": "http" }, "max": 0.5 }]
            }
          }
        }
        """)!.AsObject();
}
