using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pdp.EndToEnd.MainJob;
using Pdp.Registry;
using Pdp.Story;
using Pdp.Story.Processes;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.EndToEnd.Images;

/// <summary>Cluster, stub and agent as processes, and a registry that wants tokens, which the agent finds where the images' own would be.</summary>
internal sealed class RegistryStage : IAsyncDisposable
{
    public const string Password = "a password nobody may read";

    private const string Repository = "savisaluwadana/inventorybackend";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string _directory = Directory.CreateTempSubdirectory("pdp-images-").FullName;
    private readonly string _id;
    private Stage? _stage;

    private RegistryStage(TestRegistry registry, string id) => (Registry, _id) = (registry, id);

    public TestRegistry Registry { get; }

    public Stage Stage => _stage!;

    public static string Image(string tag) => $"ghcr.io/{Repository}:{tag}";

    public static async Task<RegistryStage> OpenAsync(string id, CancellationToken ct)
    {
        var opened = new RegistryStage(await TestRegistry.StartAsync(new TestRegistryOptions { Password = Password }), id);
        var settings = Path.Combine(opened._directory, "registries.yaml");
        var credentials = Path.Combine(opened._directory, "credentials");
        await PrivateFile.WriteAsync(credentials, $"robot:{Password}", ct);
        await File.WriteAllTextAsync(
            settings,
            $"registries: [{{host: ghcr.io, endpoint: '{opened.Registry.Address.GetLeftPart(UriPartial.Authority)}', credentialsFile: {credentials}}}]",
            ct);
        opened._stage = new Stage(new StageOptions { AgentArguments = ["--registries", settings] });
        await opened.Stage.OpenAsync(ct);
        await opened.Stage.ConnectedAsync(ct);
        return opened;
    }

    /// <summary>Has a tag stand for a build.</summary>
    /// <returns>Its digest.</returns>
    public string Push(string tag, string build) => Registry.Push(Repository, tag, build);

    /// <summary>From now on the registry wants to be left alone, or not.</summary>
    public void Throttle(bool isOn) => Registry.Before = !isOn ? null : http =>
    {
        (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (StatusCodes.Status429TooManyRequests, "1");
        return Task.CompletedTask;
    };

    /// <summary>Hands in a release.</summary>
    public Task<long> PutAsync(string release, string tag, int replicas, CancellationToken ct)
    {
        var document = SmallComponent.Document(Stage, _id);
        var spec = document["spec"]!.AsObject();
        (spec["release"], spec["replicas"], spec["rollout"]) = (release, replicas, new JsonObject { ["deadlineSeconds"] = 10 });
        spec["containers"]!["main"]!["image"] = Image(tag);
        return Stage.PutAsync(_id, document, ct);
    }

    /// <summary>Waits until the agent says something of the intent.</summary>
    public Task<IntentView> SaysAsync(string what, Func<IntentView, bool> condition, CancellationToken ct) => Poll.UntilAsync(
        what, async () => await Stage.IntentAsync(_id, ct) is var view && condition(view) ? view : null, Limit, ct);

    /// <summary>Waits until a number of pods run, all of one image as it stands in them, and nothing else does.</summary>
    public Task PodsAreAsync(string image, int count, CancellationToken ct) => Poll.UntilTrueAsync(
        $"{count} pods of {image}",
        async () =>
        {
            var pods = (await Stage.Cluster.ListAsync(ClusterPaths.OfIntent("pods", _id), ct))
                .Where(pod => pod["metadata"]!["deletionTimestamp"] is null)
                .ToList();
            return pods.Count == count && pods.All(pod => (string?)pod["spec"]!["containers"]![0]!["image"] == image && IsReady(pod));
        },
        Limit,
        ct);

    /// <summary>The digest the status says the container is pinned to.</summary>
    public static string? DigestOf(IntentView view) => (string?)view.Status?["images"]?[0]?["digest"];

    /// <summary>Kills the agent and starts another in its place.</summary>
    public async Task RestartAgentAsync(CancellationToken ct)
    {
        await Stage.Agent.KillAsync(ct);
        Stage.Agent.Start();
        await Stage.ConnectedAsync(ct);
    }

    /// <summary>Deletes the Deployment by hand.</summary>
    public async Task DeleteDeploymentAsync(CancellationToken ct)
    {
        var deployment = (await Stage.Cluster.ListAsync(ClusterPaths.OfIntent("deployments", _id), ct)).Single();
        await Stage.Cluster.DeleteAsync(
            ClusterPaths.Object("deployments", ClusterPaths.NamespaceOf(deployment), ClusterPaths.NameOf(deployment)), ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stage is not null) await _stage.DisposeAsync();
        await Registry.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static bool IsReady(JsonObject pod) => (pod["status"]?["conditions"] as JsonArray ?? [])
        .Any(condition => (string?)condition!["type"] == "Ready" && (string?)condition["status"] == "True");
}
