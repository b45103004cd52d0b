using System.Text.Json.Nodes;

namespace Pdp.Story.Staging;

/// <summary>An intent whose Job must run once, whatever happens to the agent.</summary>
internal static class OneTimeTask
{
    /// <summary>Id of the intent, and name of its Job.</summary>
    public const string Id = "story-task";

    /// <summary>The document: a Job of about two seconds, as given objects.</summary>
    public static JsonObject Document(Stage stage) => Document(stage, Id, stage.Options.Images.Task, "sleep", "2");

    /// <summary>A Job as given objects.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="id">Id of the intent, and name of the Job.</param>
    /// <param name="image">Its image.</param>
    /// <param name="command">What runs.</param>
    public static JsonObject Document(Stage stage, string id, string image, params string[] command) => new()
    {
        ["apiVersion"] = "pdp.dev/v1",
        ["kind"] = "Manifests",
        ["metadata"] = new JsonObject
        {
            ["id"] = id,
            ["plane"] = stage.Plane,
            ["project"] = "inventorysystem",
            ["environment"] = "development",
            ["component"] = id,
        },
        ["spec"] = new JsonObject
        {
            ["resources"] = new JsonArray(new JsonObject { ["id"] = "job", ["object"] = JobObject(id, image, command) }),
        },
    };

    private static JsonObject JobObject(string name, string image, string[] command) => JsonNode.Parse(
        $$"""
        {
          "apiVersion": "batch/v1",
          "kind": "Job",
          "metadata": { "name": "{{name}}" },
          "spec": {
            "backoffLimit": 0,
            "template": {
              "spec": {
                "restartPolicy": "Never",
                "automountServiceAccountToken": false,
                "securityContext": { "runAsNonRoot": true, "runAsUser": 65532, "seccompProfile": { "type": "RuntimeDefault" } },
                "containers": [
                  {
                    "name": "main",
                    "image": "{{image}}",
                    "command": {{new JsonArray([.. command.Select(word => (JsonNode)word)]).ToJsonString()}},
                    "securityContext": { "allowPrivilegeEscalation": false, "capabilities": { "drop": ["ALL"] } }
                  }
                ]
              }
            }
          }
        }
        """)!.AsObject();
}
