using System.Text.Json.Nodes;
using Pdp.Story.Processes;
using Pdp.Story.Wire;

namespace Pdp.Story.Staging;

/// <summary>A component with a pipeline of three environments on the stage's plane; the last one takes the approval of somebody else.</summary>
internal static class PromotedRelease
{
    /// <summary>How commands name the component.</summary>
    public const string Component = "acme/promoted/greeter";

    /// <summary>The release.</summary>
    public const string Release = "greeter-1";

    /// <summary>A release whose image is of a registry that no agent is told of, so that nobody knows its digest.</summary>
    public const string UnknownRelease = "greeter-0";

    private const string Repository = "greeter";
    private const string Tag = "1";
    private const string Approver = "approver";

    /// <summary>The environments in order, with the pods each wants.</summary>
    public static readonly IReadOnlyList<(string Name, int Replicas)> Environments = [("development", 1), ("staging", 1), ("production", 2)];

    /// <summary>Id of the intent in an environment.</summary>
    public static string IdOf(string environment) => $"acme-greeter-{environment}";

    /// <summary>The image as the release names it.</summary>
    public static string ImageOf(Stage stage) => stage.Registry is null ? stage.Options.Images.Second : $"{ImageRegistry.Host}/{Repository}:{Tag}";

    /// <summary>Has the tag of the release stand for a build.</summary>
    /// <returns>The image with the digest it has now; by its tag alone where the stage has no registry.</returns>
    public static string Push(Stage stage, string build) =>
        stage.Registry is { } registry ? $"{ImageOf(stage)}@{registry.Push(Repository, Tag, build)}" : ImageOf(stage);

    /// <summary>Hands in pipeline, releases and values, and makes the one who approves.</summary>
    /// <returns>A file with his token.</returns>
    public static async Task<string> PrepareAsync(Stage stage, CancellationToken ct)
    {
        await PutAsync(stage, "/api/v1/pipelines/acme/story", Pipeline(stage), ct);
        await PutAsync(stage, $"/api/v1/releases/{Component}/{UnknownRelease}", Document(stage, stage.Options.Images.Second), ct);
        await PutAsync(stage, $"/api/v1/releases/{Component}/{Release}", Document(stage, ImageOf(stage)), ct);
        foreach (var (environment, replicas) in Environments)
        {
            var values = new JsonObject { ["replicas"] = replicas, ["config"] = new JsonObject { ["greeting"] = $"hello from {environment}" } };
            await PutAsync(stage, $"/api/v1/bindings/{Component}/{environment}/values", values, ct);
        }

        await PostAsync(stage, "/api/v1/users", new JsonObject { ["name"] = Approver }, ct);
        await PutAsync(stage, $"/api/v1/users/{Approver}/grants/acme/*", new JsonObject { ["role"] = "developer" }, ct);
        var token = await PostAsync(stage, $"/api/v1/users/{Approver}/tokens", new JsonObject { ["name"] = "story" }, ct);
        var file = Path.Combine(stage.Directory, "approver-token");
        await PrivateFile.WriteAsync(file, (string)token.Json["token"]!, ct);
        return file;
    }

    private static JsonObject Pipeline(Stage stage) => new()
    {
        ["projects"] = new JsonArray("promoted"),
        // A cluster of somebody else's has images whose digests the stage does not know.
        ["allowTags"] = stage.Registry is null,
        ["environments"] = new JsonArray([.. Environments.Select(environment => (JsonNode)Stage(environment.Name, stage.Plane))]),
    };

    private static JsonObject Stage(string environment, string plane)
    {
        var described = new JsonObject { ["name"] = environment, ["plane"] = plane };
        if (environment == Environments[^1].Name) described["approvals"] = new JsonObject { ["count"] = 1, ["role"] = "developer" };
        return described;
    }

    private static JsonObject Document(Stage stage, string image) => JsonNode.Parse(
        $$"""
        {
          "spec": {
            "type": "service",
            "containers": {
              "main": {
                "image": "{{image}}",
                "env": [{ "name": "GREETING", "config": "greeting" }],
                "ports": { "http": { "port": {{stage.Options.Images.SecondPort}} } }
              }
            },
            "endpoints": { "http": { "port": 80, "targetPort": "http" } }
          }
        }
        """)!.AsObject();

    private static Task<ApiAnswer> PutAsync(Stage stage, string path, JsonObject body, CancellationToken ct) => SendAsync(stage, HttpMethod.Put, path, body, ct);

    private static Task<ApiAnswer> PostAsync(Stage stage, string path, JsonObject body, CancellationToken ct) => SendAsync(stage, HttpMethod.Post, path, body, ct);

    private static async Task<ApiAnswer> SendAsync(Stage stage, HttpMethod method, string path, JsonObject body, CancellationToken ct) =>
        (await stage.Control.Api.SendAsync(method, path, body.ToJsonString(), "application/json", ct)).MustBeOk($"{method} {path}");
}
