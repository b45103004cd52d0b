using System.Text.Json.Nodes;

namespace Pdp.Benchmarks.Measuring;

/// <summary>Components that cost the machine nothing but the agent's and the cluster's own work.</summary>
internal static class BenchmarkComponents
{
    /// <summary>A service with an endpoint, configuration and a probe; its image needs no process.</summary>
    public static JsonObject Document(string plane, string id, string image) => JsonNode.Parse(
        $$"""
        {
          "apiVersion": "pdp.dev/v1",
          "kind": "Component",
          "metadata": { "id": "{{id}}", "plane": "{{plane}}", "project": "bench", "environment": "development", "component": "{{id}}" },
          "spec": {
            "type": "service",
            "release": "{{id}}-1",
            "config": { "greeting": "hello" },
            "containers": {
              "main": {
                "image": "{{image}}",
                "env": [{ "name": "GREETING", "config": "greeting" }],
                "ports": { "http": { "port": 8080 } }
              }
            },
            "endpoints": { "http": { "port": 80, "targetPort": "http" } }
          }
        }
        """)!.AsObject();
}
