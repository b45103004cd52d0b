using System.Text.Json.Nodes;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.Story.Steps;

/// <summary>Step 14.</summary>
internal sealed class ReleaseIsPromoted : IStep
{
    private static readonly TimeSpan HealthyLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan GoneLimit = TimeSpan.FromSeconds(45);

    public string Title => "one release goes through three environments: the same digest, values of each one's own, and somebody else's approval before the last";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        var token = await PromotedRelease.PrepareAsync(stage, ct);
        await CommandAsync(stage, ct, "deploy", PromotedRelease.Component, PromotedRelease.Release, "--to", "development");
        await HealthyAsync(stage, "development", ct);
        await CommandAsync(stage, ct, "promote", PromotedRelease.Component, "--to", "staging");
        await HealthyAsync(stage, "staging", ct);
        var waiting = await CommandAsync(stage, ct, "promote", PromotedRelease.Component, "--to", "production", "--reason", "the story's end");
        if (!waiting.Contains("waiting", StringComparison.Ordinal) || await stage.Control.Api.IntentAsync(stage.Plane, PromotedRelease.IdOf("production"), ct) is not null)
            throw new StoryException($"production was to wait for an approval, but: {waiting}");
        await CommandAsync(stage, ct, "approvals", "approve", "acme/promoted", "1", "--token-file", token);
        await HealthyAsync(stage, "production", ct);

        var found = new List<string>();
        foreach (var (environment, replicas) in PromotedRelease.Environments)
            found.Add(await MustRunAsync(stage, environment, replicas, ct));
        await RemoveAsync(stage, ct);
        return $"{PromotedRelease.ImageOf(stage)} in all three; {string.Join(", ", found)}";
    }

    private static Task<string> CommandAsync(Stage stage, CancellationToken ct, params string[] arguments) => stage.Control.CommandAsync(ct, arguments);

    private static Task<IntentView> HealthyAsync(Stage stage, string environment, CancellationToken ct) =>
        stage.PhaseAsync(PromotedRelease.IdOf(environment), 1, "Healthy", HealthyLimit, ct);

    // In the cluster, not only in what was asked for.
    private static async Task<string> MustRunAsync(Stage stage, string environment, int replicas, CancellationToken ct)
    {
        var id = PromotedRelease.IdOf(environment);
        var deployment = (await stage.Cluster.ListAsync(ClusterPaths.OfIntent("deployments", id), ct)).Single();
        var image = (string?)deployment["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Single()!["image"];
        if (image != PromotedRelease.ImageOf(stage)) throw new StoryException($"{environment} runs {image}");
        if ((int?)deployment["status"]!["readyReplicas"] != replicas) throw new StoryException($"{environment} has not {replicas} pods: {deployment["status"]}");
        var greeting = (await stage.Cluster.ListAsync(ClusterPaths.OfIntent("configmaps", id), ct)).Select(Greeting).Single(text => text is not null);
        return greeting == $"hello from {environment}" ? $"\"{greeting}\" from {replicas}" : throw new StoryException($"{environment} was given {greeting}");
    }

    private static string? Greeting(JsonObject map) => (string?)map["data"]?["greeting"];

    private static async Task RemoveAsync(Stage stage, CancellationToken ct)
    {
        var ids = PromotedRelease.Environments.Select(environment => PromotedRelease.IdOf(environment.Name)).ToList();
        await Task.WhenAll(ids.Select(id => stage.Control.Api.DeleteAsync(stage.Plane, id, ct)));
        await Poll.UntilTrueAsync(
            "the promoted release to be gone from the cluster",
            async () => !(await stage.Cluster.ListAsync(ClusterPaths.Collection("intents"), ct)).Select(ClusterPaths.NameOf).Intersect(ids).Any(),
            GoneLimit,
            ct);
    }
}
