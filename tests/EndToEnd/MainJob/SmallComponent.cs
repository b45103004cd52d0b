using System.Text.Json.Nodes;
using Pdp.Story.Staging;

namespace Pdp.EndToEnd.MainJob;

/// <summary>A service of one pod, for cases that need something that runs.</summary>
internal static class SmallComponent
{
    private static readonly TimeSpan HealthyLimit = TimeSpan.FromSeconds(60);

    public static JsonObject Document(Stage stage, string id) => JsonNode.Parse(
        $$"""
        {
          "apiVersion": "pdp.dev/v1",
          "kind": "Component",
          "metadata": { "id": "{{id}}", "plane": "{{stage.Plane}}", "project": "cases", "environment": "development", "component": "{{id}}" },
          "spec": {
            "type": "service",
            "release": "{{id}}-1",
            "containers": {
              "main": {
                "image": "{{stage.Options.Images.Second}}",
                "ports": { "http": { "port": {{stage.Options.Images.SecondPort}} } }
              }
            },
            "endpoints": { "http": { "port": 80, "targetPort": "http" } }
          }
        }
        """)!.AsObject();

    /// <summary>Deploys one and waits until it is Healthy.</summary>
    /// <returns>Its generation.</returns>
    public static async Task<long> DeployAsync(Stage stage, string id, CancellationToken ct)
    {
        var generation = await stage.PutAsync(id, Document(stage, id), ct);
        await stage.PhaseAsync(id, generation, "Healthy", HealthyLimit, ct);
        return generation;
    }
}
