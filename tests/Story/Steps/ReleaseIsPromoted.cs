using System.Text.Json.Nodes;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.Story.Steps;

/// <summary>Step 16.</summary>
internal sealed class ReleaseIsPromoted : IStep
{
    private static readonly TimeSpan HealthyLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan GoneLimit = TimeSpan.FromSeconds(45);

    public string Title => "one release goes through three environments: the digest its tag had first, values of each one's own, and somebody else's approval before the last";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        var token = await PromotedRelease.PrepareAsync(stage, ct);
        var generation = 1;
        if (stage.Registry is not null) await MustBeRefusedAsync(stage, generation++, ct);
        var image = PromotedRelease.Push(stage, "the build that is tested");
        await CommandAsync(stage, ct, "deploy", PromotedRelease.Component, PromotedRelease.Release, "--to", "development");
        await HealthyAsync(stage, "development", generation, ct);
        // The tag moves on; the release does not.
        PromotedRelease.Push(stage, "a later build");
        await CommandAsync(stage, ct, "promote", PromotedRelease.Component, "--to", "staging");
        await HealthyAsync(stage, "staging", 1, ct);
        var waiting = await CommandAsync(stage, ct, "promote", PromotedRelease.Component, "--to", "production", "--reason", "the story's end");
        if (!waiting.Contains("waiting", StringComparison.Ordinal) || await stage.Control.Api.IntentAsync(stage.Plane, PromotedRelease.IdOf("production"), ct) is not null)
            throw new StoryException($"production was to wait for an approval, but: {waiting}");
        await CommandAsync(stage, ct, "approvals", "approve", "acme/promoted", "1", "--token-file", token);
        await HealthyAsync(stage, "production", 1, ct);

        var found = new List<string>();
        foreach (var (environment, replicas) in PromotedRelease.Environments)
            found.Add(await MustRunAsync(stage, environment, image, replicas, ct));
        await RemoveAsync(stage, ct);
        return $"{image} in all three{(stage.Registry is null ? "" : ", although the tag moved; a release without a digest was refused")}; {string.Join(", ", found)}";
    }

    private static Task<string> CommandAsync(Stage stage, CancellationToken ct, params string[] arguments) => stage.Control.CommandAsync(ct, arguments);

    private static Task<IntentView> HealthyAsync(Stage stage, string environment, int generation, CancellationToken ct) =>
        stage.PhaseAsync(PromotedRelease.IdOf(environment), generation, "Healthy", HealthyLimit, ct);

    // Nobody knows which build a tag of an unlisted registry is, so it may run where it was deployed and go no further.
    private static async Task MustBeRefusedAsync(Stage stage, int generation, CancellationToken ct)
    {
        await CommandAsync(stage, ct, "deploy", PromotedRelease.Component, PromotedRelease.UnknownRelease, "--to", "development");
        await HealthyAsync(stage, "development", generation, ct);
        var told = "";
        try
        {
            told = await CommandAsync(stage, ct, "promote", PromotedRelease.Component, "--to", "staging");
        }
        catch (StoryException refused) when (refused.Message.Contains("digest is not known", StringComparison.Ordinal))
        {
            return;
        }

        throw new StoryException($"a release whose digest nobody knows was to be refused, but: {told}");
    }

    // In the cluster, not only in what was asked for.
    private static async Task<string> MustRunAsync(Stage stage, string environment, string wanted, int replicas, CancellationToken ct)
    {
        var id = PromotedRelease.IdOf(environment);
        var deployment = (await stage.Cluster.ListAsync(ClusterPaths.OfIntent("deployments", id), ct)).Single();
        var image = (string?)deployment["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Single()!["image"];
        if (image != wanted) throw new StoryException($"{environment} runs {image}");
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
