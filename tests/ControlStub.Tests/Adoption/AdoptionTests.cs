using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Gateway.Questions;
using Pdp.ControlStub.Tests.Gateway;
using Pdp.Protocol;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Adoption;

/// <summary>What a plane holds and a control plane does not know, or knows only older: told, left alone, taken over.</summary>
public sealed class AdoptionTests
{
    private const string Plane = "/api/v1/planes/east";
    private const int AtOnce = ProtocolLimits.Asks - PlanQuestions.Most;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_another_control_plane_signed_is_adopted_signed_anew_and_its_key_retired()
    {
        await using var lost = await RunningStub.StartAsync();
        var (former, document) = await SignedAsync(lost, "web");
        await using var stub = await RunningStub.StartAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(await stub.AddPlaneAsync(), document.Stamp);
        await using var connected = agent;
        await agent.AnswerCompareAsync();
        var held = await HeldAsync(stub);
        Assert.Equal(("web", 1L, "foreign", null), ((string?)held["id"], (long)held["generation"]!, (string?)held["state"], held["knownGeneration"]));

        // Without its key it is not believed, whoever hands it over.
        await AdoptAsync(stub);
        await AnswerAsync(agent, document.Jws);
        await Eventually.TrueAsync(async () => ((string?)(await HeldAsync(stub))["failure"] ?? "").Contains("import-public"), cancellationToken: Cancel);

        var kid = (string)former["kid"]!;
        (await stub.SendAsync("POST", "/api/v1/keys", former.ToJsonString())).Expect(HttpStatusCode.Created);
        await AdoptAsync(stub);
        await AnswerAsync(agent, document.Jws);
        // The same bytes at the same generation: the agent has nothing to do.
        var frame = await agent.ExpectAsync<IntentFrame>();
        Assert.Equal(document.Jws, frame.Jws);
        await agent.SendAsync(new AckFrame("web", 1, AckOutcome.Unchanged, [], document.Stamp.Hash));
        await UntilDeliveredAsync(stub, "unchanged");
        Assert.Equal("Healthy", (string?)(await ShowAsync(stub))["status"]!["phase"]);
        Assert.Empty((await stub.SendAsync("GET", $"{Plane}/held")).Expect(HttpStatusCode.OK)["items"]!.AsArray());

        Assert.Contains("resign", (await stub.SendAsync("DELETE", $"/api/v1/keys/{kid}")).Expect(HttpStatusCode.Conflict)["detail"]!.ToString());
        Assert.Equal(1, (int)(await stub.SendAsync("POST", $"{Plane}/resign")).Expect(HttpStatusCode.OK)["signed"]!);
        Assert.Equal(("web", 2), await agent.StoreNextAsync() is var stamp ? (stamp.Id, stamp.Generation) : default);
        Assert.Equal(0, (int)(await stub.SendAsync("POST", $"{Plane}/resign")).Expect(HttpStatusCode.OK)["signed"]!);
        Assert.Equal(HttpStatusCode.NoContent, (await stub.SendAsync("DELETE", $"/api/v1/keys/{kid}")).Status);
        Assert.Single((await stub.SendAsync("POST", $"{Plane}/bundle")).Expect(HttpStatusCode.Created)["signingKeys"]!.AsArray());
    }

    [Fact]
    public async Task A_plane_that_is_ahead_is_sent_nothing_old_and_goes_on_from_where_it_is()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        await PutAsync(stub, "web");
        var newer = new IntentStamp("web", 7, new string('a', 64));
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle, newer);
        await using var connected = agent;
        await agent.AnswerCompareAsync();
        var held = await HeldAsync(stub);
        Assert.Equal(("ahead", 7L, 1L), ((string?)held["state"], (long)held["generation"]!, (long)held["knownGeneration"]!));
        await UntilDeliveredAsync(stub, "ahead");
        // Even the same content gets a generation above; nothing came before it.
        await PutAsync(stub, "web");
        Assert.Equal(8, (await agent.StoreNextAsync()).Generation);
        await UntilDeliveredAsync(stub, "stored");
    }

    [Fact]
    public async Task What_was_put_under_a_foreign_name_is_above_what_the_plane_holds()
    {
        await using var stub = await RunningStub.StartAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(await stub.AddPlaneAsync(), new IntentStamp("web", 41, new string('a', 64)));
        await using var connected = agent;
        await agent.AnswerCompareAsync();
        await HeldAsync(stub);
        await PutAsync(stub, "web");
        Assert.Equal(42, (await agent.StoreNextAsync()).Generation);
    }

    [Fact]
    public async Task An_answer_that_a_generation_is_over_says_above_which_the_next_must_be()
    {
        await using var stub = await RunningStub.StartAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(await stub.AddPlaneAsync());
        await using var connected = agent;
        await PutAsync(stub, "web");
        var (stamp, _) = await agent.ExpectIntentAsync();
        // It was removed there, by a control plane that knew more than the backup does.
        await agent.SendAsync(new AckFrame("web", 1, AckOutcome.Stale, [], stamp.Hash, Held: 12));
        await UntilDeliveredAsync(stub, "ahead");
        await PutAsync(stub, "web");
        Assert.Equal(13, (await agent.StoreNextAsync()).Generation);
    }

    [Fact]
    public async Task Unknown_intents_are_removed_only_if_told_and_a_decision_waits_for_the_plane()
    {
        await using var lost = await RunningStub.StartAsync();
        var (former, document) = await SignedAsync(lost, "web");
        await using var stub = await RunningStub.StartAsync();
        (await stub.SendAsync("POST", "/api/v1/keys", former.ToJsonString())).Expect(HttpStatusCode.Created);
        var bundle = await stub.AddPlaneAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle, document.Stamp);
        await agent.AnswerCompareAsync();
        await HeldAsync(stub);
        await agent.DisposeAsync();
        await Eventually.TrueAsync(
            async () => (string?)(await stub.SendAsync("GET", Plane)).Json["connection"]!["state"] == "disconnected", cancellationToken: Cancel);

        var wrong = await stub.SendAsync("POST", $"{Plane}/adopt", """{"intents":["web","nobody"]}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "intents[1]: badValue"), (wrong.Status, Assert.Single(wrong.Errors)));
        var decided = (await stub.SendAsync("POST", $"{Plane}/adopt", """{"pruneUnknown":true}""")).Expect(HttpStatusCode.Accepted);
        Assert.Equal(("web", false), ((string?)decided["remove"]![0], (bool)decided["connected"]!));
        await stub.RestartAsync();
        bundle["server"] = new UriBuilder("wss", "127.0.0.1", stub.Server.Agents.Port, "/agent/v1/channel").Uri.ToString();
        var (again, _) = await ScriptedAgent.ConnectAsync(bundle, document.Stamp);
        await using var connected = again;
        await again.AnswerCompareAsync();
        await AnswerAsync(again, document.Jws);
        Assert.Equal(("web", 2), await again.ExpectAsync<RemoveFrame>() is var removal ? (removal.Id, removal.Generation) : default);
    }

    [Theory]
    [InlineData("old", "too old")]
    [InlineData("error", "the agent's own words")]
    [InlineData("other", "another document than it had listed")]
    [InlineData("garbage", "signature does not hold (Malformed)")]
    public async Task What_cannot_be_adopted_is_left_alone_and_says_why(string fault, string failure)
    {
        await using var stub = await RunningStub.StartAsync();
        var (_, document) = await SignedAsync(stub, "other");
        var (agent, _) = await ScriptedAgent.ConnectAsync(
            (await stub.SendAsync("POST", $"{Plane}/bundle")).Json, document.Stamp, new IntentStamp("web", 3, new string('a', 64)));
        await using var connected = agent;
        await agent.AnswerCompareAsync();
        await HeldAsync(stub);
        await AdoptAsync(stub);
        var ask = await agent.ExpectAsync<AskFrame>();
        await agent.SendAsync(fault switch
        {
            "old" => new AnswerFrame(ask.RequestId, Json("""{"phase":"Healthy"}""")),
            "error" => new AnswerFrame(ask.RequestId, null, "the agent's own words"),
            "other" => new AnswerFrame(ask.RequestId, Json($$"""{"document":"{{document.Jws}}"}""")),
            _ => new AnswerFrame(ask.RequestId, Json("""{"document":"x"}""")),
        });
        await Eventually.TrueAsync(async () => ((string?)(await HeldAsync(stub))["failure"] ?? "").Contains(failure), what: failure, cancellationToken: Cancel);
        Assert.Equal(HttpStatusCode.NotFound, (await stub.SendAsync("GET", $"{Plane}/intents/web")).Status);
    }

    [Fact]
    public async Task More_documents_than_may_be_asked_for_at_once_are_asked_for_one_after_another()
    {
        await using var lost = await RunningStub.StartAsync();
        await lost.AddPlaneAsync();
        var documents = new Dictionary<string, (IntentStamp Stamp, string Jws)>();
        JsonObject? former = null;
        foreach (var id in Enumerable.Range(0, 20).Select(i => $"web-{i}"))
            (former, documents[id]) = await SignedAsync(lost, id);
        await using var stub = await RunningStub.StartAsync();
        (await stub.SendAsync("POST", "/api/v1/keys", former!.ToJsonString())).Expect(HttpStatusCode.Created);
        var (agent, _) = await ScriptedAgent.ConnectAsync(await stub.AddPlaneAsync(), [.. documents.Values.Select(d => d.Stamp)]);
        await using var connected = agent;
        await agent.AnswerCompareAsync();
        await HeldAsync(stub);
        await AdoptAsync(stub);
        var (adopted, asked) = (0, new List<AskFrame>());
        // Nothing is answered before as many as may be have been asked; then the last first.
        while (adopted < documents.Count)
        {
            switch (await agent.ExpectAsync<Frame>(exactly: false))
            {
                case AskFrame ask:
                    asked.Add(ask);
                    break;
                case IntentFrame intent:
                    var stamp = documents.Values.Single(d => d.Jws == intent.Jws).Stamp;
                    await agent.SendAsync(new AckFrame(stamp.Id, stamp.Generation, AckOutcome.Unchanged, [], stamp.Hash));
                    adopted++;
                    break;
            }

            if (asked.Count == Math.Min(AtOnce, documents.Count - adopted))
                foreach (var ask in Enumerable.Reverse(asked).ToList())
                {
                    asked.Remove(ask);
                    await agent.SendAsync(new AnswerFrame(ask.RequestId, Json($$"""{"document":"{{documents[ask.Id!].Jws}}"}""")));
                }
        }
    }

    private static Task<Reply> PutAsync(RunningStub stub, string id) => stub.SendAsync("PUT", $"{Plane}/intents/{id}", Samples.Web);

    private static async Task<JsonObject> ShowAsync(RunningStub stub) => (await stub.SendAsync("GET", $"{Plane}/intents/web")).Expect(HttpStatusCode.OK);

    private static Task UntilDeliveredAsync(RunningStub stub, string delivery) => Eventually.TrueAsync(
        async () => (string?)(await ShowAsync(stub))["delivery"] == delivery, what: $"web is {delivery}", cancellationToken: Cancel);

    /// <summary>The first that is held, once there is one.</summary>
    private static Task<JsonObject> HeldAsync(RunningStub stub) => Eventually.NotNullAsync(
        async () => (await stub.SendAsync("GET", $"{Plane}/held")).Expect(HttpStatusCode.OK)["items"]!.AsArray().FirstOrDefault() as JsonObject,
        cancellationToken: Cancel);

    private static async Task AdoptAsync(RunningStub stub) => (await stub.SendAsync("POST", $"{Plane}/adopt", "{}")).Expect(HttpStatusCode.Accepted);

    private static async Task AnswerAsync(ScriptedAgent agent, string jws)
    {
        var ask = await agent.ExpectAsync<AskFrame>();
        Assert.Equal((AskKind.Describe, "web", true), (ask.Kind, ask.Id, ask.Document));
        await agent.SendAsync(new AnswerFrame(ask.RequestId, Json(
            $$"""{"phase":"Healthy","observedGeneration":1,"runningGeneration":1,"message":"","document":"{{jws}}"}""")));
    }

    /// <summary>An intent as a control plane signed it for plane east, and its public key.</summary>
    private static async Task<(JsonObject Key, (IntentStamp Stamp, string Jws) Document)> SignedAsync(RunningStub stub, string id)
    {
        if ((await stub.SendAsync("GET", Plane)).Status == HttpStatusCode.NotFound)
            await stub.AddPlaneAsync();
        var bundle = (await stub.SendAsync("POST", $"{Plane}/bundle")).Expect(HttpStatusCode.Created);
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var connected = agent;
        await PutAsync(stub, id);
        while (true)
        {
            if (await agent.ExpectAsync<Frame>(exactly: false) is not IntentFrame frame)
                continue;
            var payload = JsonNode.Parse(Pdp.Protocol.Signatures.CompactJws.TryParse(frame.Jws, out var jws, out var _) ? jws.Payload.Span : default)!;
            if ((string?)payload["metadata"]!["id"] == id)
                return ((JsonObject)bundle["signingKeys"]![0]!.DeepClone(), (new IntentStamp(id, 1, IntentDigest.OfPayload(jws!.Payload.Span)), frame.Jws));
        }
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
