using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.EndToEnd.MainJob;
using Pdp.Story;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.EndToEnd.BadInput;

/// <summary>An Intent resource edited by hand: the definition's schema refuses what it can, the signature the rest; what runs goes on running.</summary>
[Collection(SharedStory.Name)]
public sealed class EditedIntentTests(PlayedStory story)
{
    private const string Merge = "application/merge-patch+json";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Stage Stage => story.Stage;

    [Theory]
    [InlineData("""{"spec":{"generation":"seven"}}""", "spec.generation")]
    [InlineData("""{"spec":{"jws":{"a":1}}}""", "spec.jws")]
    public async Task A_wrong_type_is_refused_by_the_cluster(string patch, string path)
    {
        await SmallComponent.DeployAsync(Stage, "edited-type", Ct);

        var answer = await Stage.Cluster.SendAsync(HttpMethod.Patch, PathOf("edited-type"), patch, Merge, Ct);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(path, answer.Text, StringComparison.Ordinal);
        await Stage.Control.Api.DeleteAsync(Stage.Plane, "edited-type", Ct);
    }

    [Fact]
    public async Task A_document_that_is_not_as_signed_is_not_followed_and_said_so()
    {
        var generation = await SmallComponent.DeployAsync(Stage, "edited-jws", Ct);
        var before = await DeploymentAsync("edited-jws");
        var resource = await Stage.Cluster.GetAsync(PathOf("edited-jws"), Ct);
        var parts = ((string)resource!["spec"]!["jws"]!).Split('.');
        var payload = WithImage(parts[1], "ghcr.io/somebody/else:1");

        var patch = new JsonObject { ["spec"] = new JsonObject { ["jws"] = $"{parts[0]}.{payload}.{parts[2]}" } };
        (await Stage.Cluster.SendAsync(HttpMethod.Patch, PathOf("edited-jws"), patch.ToJsonString(), Merge, Ct)).MustBeOk("edit");

        var said = await Poll.UntilAsync(
            "the agent to say so",
            async () => (await Stage.Cluster.GetAsync(PathOf("edited-jws"), Ct))?["status"] is { } status
                && (string?)status["reason"] is "SignatureInvalid" or "Tampered" ? status : null,
            Limit,
            Ct);
        Assert.NotEqual("Healthy", (string?)said["phase"]);
        Assert.Equal(before, await DeploymentAsync("edited-jws"));

        // The control plane's next word repairs it.
        Assert.False(Stage.Agent.Process!.HasExited);
        var next = await Stage.ChangeAsync("edited-jws", spec => spec["replicas"] = 2, Ct);
        Assert.True(next > generation);
        await Stage.PhaseAsync("edited-jws", next, "Healthy", Limit, Ct);
        await Stage.Control.Api.DeleteAsync(Stage.Plane, "edited-jws", Ct);
    }

    private static string PathOf(string intent) => ClusterPaths.Object("intents", "pdp-system", intent);

    private static string WithImage(string payload, string image)
    {
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload));
        var document = JsonNode.Parse(text)!;
        document["spec"]!["containers"]!["main"]!["image"] = image;
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(document.ToJsonString()));
    }

    private async Task<string?> DeploymentAsync(string intent) =>
        (await Stage.Cluster.ListAsync(ClusterPaths.OfIntent("deployments", intent), Ct))[0]["spec"]!.ToJsonString();
}
