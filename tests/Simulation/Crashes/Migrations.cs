using System.Text.Json.Nodes;
using Pdp.Protocol.Intents;

namespace Pdp.Simulation.Crashes;

/// <summary>Releases that bring a migration: a Job which has to succeed before the workload is touched.</summary>
internal static class Migrations
{
    /// <summary>A release.</summary>
    /// <param name="release">Names it, and its Job.</param>
    /// <param name="fails">Whether its Job fails.</param>
    public static ManifestsSpec Release(string release, bool fails) => new()
    {
        Resources =
        [
            new ManifestResource { Id = "migrate", Object = Job($"migrate-{release}", fails) },
            new ManifestResource { Id = "workload", Object = Workload(release), Wave = 1 },
        ],
        Rollout = RolloutSpecs.Rolling,
    };

    private static JsonObject Job(string name, bool fails) => new()
    {
        ["apiVersion"] = "batch/v1",
        ["kind"] = "Job",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject
        {
            ["backoffLimit"] = 0,
            ["template"] = new JsonObject { ["spec"] = Pod(fails ? Story.Documents.BadTag : "good", "migrate", "Never") },
        },
    };

    private static JsonObject Workload(string release) => new()
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = "Deployment",
        ["metadata"] = new JsonObject { ["name"] = "app" },
        ["spec"] = new JsonObject
        {
            ["replicas"] = 2,
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "app" } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = "app" } },
                ["spec"] = Pod("good", release, "Always"),
            },
        },
    };

    private static JsonObject Pod(string tag, string release, string restart) => new()
    {
        ["restartPolicy"] = restart,
        ["automountServiceAccountToken"] = false,
        ["securityContext"] = new JsonObject
        {
            ["runAsNonRoot"] = true,
            ["runAsUser"] = 65532,
            ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
        },
        ["containers"] = new JsonArray(new JsonObject
        {
            ["name"] = "main",
            ["image"] = $"registry.example/app:{tag}-{release}",
            ["securityContext"] = new JsonObject { ["allowPrivilegeEscalation"] = false, ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") } },
        }),
    };
}
