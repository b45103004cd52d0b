using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.EndToEnd.MainJob;
using Pdp.Story;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.EndToEnd.BadInput;

/// <summary>The agent under bad input from the side it trusts for transport: it answers by name, deploys nothing, and lives.</summary>
[Collection(SharedStory.Name)]
public sealed class RogueControlPlaneTests(PlayedStory story)
{
    private const string Namespace = "pdp-rogue";
    private const string Hello =
        """
        {"type":"hello","agentId":"x","agentVersion":"0","protocol":1,"cluster":{"version":"v1","capabilities":[]},
         "digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Stage Stage => story.Stage;

    [Theory]
    [InlineData("garbage", "notJson")]
    [InlineData("""{"type":"intent","jws":7}""", "badField")]
    [InlineData("""{"type":"remove","id":"a"}""", "badField")]
    [InlineData(Hello, "wrongOrder")]
    [InlineData("""{"type":"exec","command":["sh"]}""", "unknownFrame")]
    public async Task A_frame_that_breaks_the_contract_is_answered_by_name(string frame, string code)
    {
        await using var rogue = new RogueControlPlane();
        rogue.Says(frame);
        await using var agent = await StartAsync(rogue);

        await HeardAsync(rogue, agent, frame, answer => (string?)answer["code"] == code);
    }

    [Fact]
    public async Task A_frame_over_the_limits_is_answered_by_name()
    {
        await using var rogue = new RogueControlPlane();
        rogue.Says("""{"type":"ask","requestId":"a","kind":"describe","id":""" + new string('[', 100) + new string(']', 100) + "}");
        await using var agent = await StartAsync(rogue);

        await HeardAsync(rogue, agent, "too deep", answer => (string?)answer["code"] is "tooDeep");
    }

    [Theory]
    [InlineData("ES256", false, "UnknownKey")]
    [InlineData("ES256", true, "SignatureInvalid")]
    [InlineData("none", true, "SignatureInvalid")]
    public async Task An_intent_that_the_signing_key_did_not_sign_is_refused_and_nothing_is_deployed(
        string algorithm, bool withItsName, string reason)
    {
        await using var rogue = new RogueControlPlane();
        var document = SmallComponent.Document(Stage, "rogue");
        document["metadata"]!["generation"] = 1;
        rogue.Says(new JsonObject { ["type"] = "intent", ["jws"] = Sign(document, algorithm, withItsName ? await KeyIdAsync() : "b0Z1cmlvdXNLZXk") }.ToJsonString());
        await using var agent = await StartAsync(rogue);

        await HeardAsync(rogue, agent, "a refusal", answer =>
            (string?)answer["type"] == "ack" && (string?)answer["outcome"] == "refused" && (string?)answer["reasons"]?[0]?["reason"] == reason);
        Assert.Empty(await Stage.Cluster.ListAsync(ClusterPaths.OfIntent("deployments", "rogue"), Ct));
        Assert.Null(await Stage.Cluster.GetAsync(ClusterPaths.Object("intents", Namespace, "rogue"), Ct));
    }

    private async Task<string> KeyIdAsync() => (string)(await BundleAsync())["signingKeys"]![0]!["kid"]!;

    private async Task<JsonObject> BundleAsync() => JsonNode.Parse(await File.ReadAllTextAsync(Stage.Bundle, Ct))!.AsObject();

    private async Task<AgentProcess> StartAsync(RogueControlPlane rogue)
    {
        var bundle = await rogue.StartAsync(await BundleAsync(), Ct);
        var agent = await Stage.AddStrangerAsync("rogue", bundle, Namespace, Ct);
        agent.Start();
        return agent;
    }

    private static async Task HeardAsync(RogueControlPlane rogue, AgentProcess agent, string what, Func<JsonObject, bool> answer)
    {
        await Poll.UntilTrueAsync($"the agent's answer to {what}", () => Task.FromResult(rogue.Heard.Any(answer)), Limit, Ct);
        Assert.False(agent.Process!.HasExited);
    }

    private static string Sign(JsonObject document, string algorithm, string keyId)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var header = new JsonObject { ["alg"] = algorithm, ["kid"] = keyId, ["typ"] = "pdp-intent+jws" };
        var signed = $"{Encode(header)}.{Encode(document)}";
        var signature = algorithm == "none" ? "" : Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256));
        return $"{signed}.{signature}";
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
