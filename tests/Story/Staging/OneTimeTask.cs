using System.Text.Json.Nodes;

namespace Pdp.Story.Staging;

/// <summary>An intent whose Job must run once, whatever happens to the agent.</summary>
internal static class OneTimeTask
{
    /// <summary>Id of the intent.</summary>
    public const string Id = "story-task";

    /// <summary>Name of the Job.</summary>
    public const string Job = "story-task";

    /// <summary>The document: a Job of about two seconds, as given objects.</summary>
    public static JsonObject Document(Stage stage) => new()
    {
        ["apiVersion"] = "pdp.dev/v1",
        ["kind"] = "Manifests",
        ["metadata"] = new JsonObject
        {
            ["id"] = Id,
            ["plane"] = stage.Plane,
            ["project"] = "inventorysystem",
            ["environment"] = "development",
            ["component"] = Id,
        },
        ["spec"] = new JsonObject
        {
            ["resources"] = new JsonArray(new JsonObject { ["id"] = "job", ["object"] = JobObject(stage.Options.Images.Task) }),
        },
    };

    private static JsonObject JobObject(string image) => JsonNode.Parse(
        $$"""
        {
          "apiVersion": "batch/v1",
          "kind": "Job",
          "metadata": { "name": "{{Job}}" },
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
                    "command": ["sleep", "2"],
                    "securityContext": { "allowPrivilegeEscalation": false, "capabilities": { "drop": ["ALL"] } }
                  }
                ]
              }
            }
          }
        }
        """)!.AsObject();
}
