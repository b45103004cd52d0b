using System.Text.Json.Nodes;

namespace Pdp.Cutter.Plan;

/// <summary>The intents of the play. They cost next to nothing to run, so that the time goes into delivery.</summary>
public static class Documents
{
    /// <summary>Label that carries the mark to every object.</summary>
    public const string MarkLabel = "cutter-mark";

    /// <summary>Id of the intent whose Job must run once.</summary>
    public const string Job = "once";

    // How long a release may take; long enough that no fault alone makes a good one fail.
    private const int Deadline = 300;
    private const int BrokenDeadline = 5;

    /// <summary>Ids of components that run.</summary>
    public static IReadOnlyList<string> Workers { get; } = ["worker-1", "worker-2"];

    /// <summary>Ids of intents that are only configuration.</summary>
    public static IReadOnlyList<string> Configs { get; } = ["config-1", "config-2", "config-3"];

    /// <summary>The document of an intent.</summary>
    /// <param name="plane">Plane it is for.</param>
    /// <param name="intent">One of the ids above.</param>
    /// <param name="mark">What its content is known by.</param>
    /// <param name="broken">A component that never becomes ready.</param>
    public static JsonObject Of(string plane, string intent, string mark, bool broken)
    {
        var isWorker = Workers.Contains(intent);
        return new JsonObject
        {
            ["apiVersion"] = "pdp.dev/v1",
            ["kind"] = isWorker ? "Component" : "Manifests",
            ["metadata"] = new JsonObject
            {
                ["id"] = intent,
                ["plane"] = plane,
                ["component"] = intent,
                ["labels"] = new JsonObject { [MarkLabel] = mark },
            },
            ["spec"] = isWorker ? Worker(mark, broken) : Manifests(intent == Job ? OneTimeJob() : Config(intent, mark)),
        };
    }

    private static JsonObject Worker(string mark, bool broken) => new()
    {
        ["type"] = "worker",
        ["release"] = mark,
        ["config"] = new JsonObject { ["MARK"] = mark },
        ["containers"] = new JsonObject
        {
            ["main"] = new JsonObject
            {
                // The embedded cluster plays the first and knows no program for the second.
                ["image"] = broken ? "cutter.example/missing:1" : "pdp.dev/bench:1",
                ["env"] = new JsonArray(new JsonObject { ["name"] = "MARK", ["config"] = "MARK" }),
            },
        },
        ["rollout"] = new JsonObject { ["deadlineSeconds"] = broken ? BrokenDeadline : Deadline },
    };

    private static JsonObject Manifests(JsonObject item) =>
        new() { ["resources"] = new JsonArray(new JsonObject { ["id"] = "only", ["object"] = item }) };

    private static JsonObject Config(string intent, string mark) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = intent },
        ["data"] = new JsonObject { ["mark"] = mark },
    };

    private static JsonObject OneTimeJob() => JsonNode.Parse(
        """
        {
          "apiVersion": "batch/v1",
          "kind": "Job",
          "metadata": { "name": "once" },
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
                    "image": "busybox:stable",
                    "securityContext": { "allowPrivilegeEscalation": false, "capabilities": { "drop": ["ALL"] } }
                  }
                ]
              }
            }
          }
        }
        """)!.AsObject();
}
