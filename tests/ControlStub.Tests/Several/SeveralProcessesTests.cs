using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Tests.Gateway;
using Pdp.Protocol.Frames;
using Pdp.Testing;
using Pdp.Testing.Postgres;

namespace Pdp.ControlStub.Tests.Several;

/// <summary>Several processes over one database are one control plane.</summary>
public sealed class SeveralProcessesTests(SharedStore store, PostgresServer server) : IClassFixture<SharedStore>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<JsonObject> AddPlaneAsync(string plane)
    {
        Assert.SkipUnless(server.IsInstalled, PostgresServer.NotInstalled);
        return (await store.B.SendAsync("POST", "/api/v1/planes", $$"""{"id":"{{plane}}"}""")).Expect(HttpStatusCode.Created);
    }

    // A database that is slow on a busy machine is told as such, and one tries again.
    private static Task PutAsync(StubProcess stub, string plane, string id) => Eventually.TrueAsync(
        async () =>
        {
            var reply = await stub.SendAsync("PUT", $"/api/v1/planes/{plane}/intents/{id}", Samples.Web);
            Assert.True(reply.Status is HttpStatusCode.Created or HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{reply.Status}: {reply.Text}");
            return reply.Status != HttpStatusCode.ServiceUnavailable;
        },
        cancellationToken: Cancel);

    private static Task UntilDeliveredAsync(StubProcess stub, string plane, string id) => Eventually.TrueAsync(
        async () => (string?)(await stub.SendAsync("GET", $"/api/v1/planes/{plane}/intents/{id}")).Json["delivery"] == "stored",
        cancellationToken: Cancel);

    [Fact]
    public async Task What_is_put_through_one_process_is_sent_at_once_by_the_one_that_holds_the_agent()
    {
        var bundle = await AddPlaneAsync("east");
        var (agent, welcome) = await ScriptedAgent.ConnectAsync(store.A.Bundle(bundle));
        await using var connected = agent;
        await PutAsync(store.B, "east", "web");
        Assert.Equal("web", (await agent.StoreNextAsync()).Id);
        await UntilDeliveredAsync(store.C, "east", "web");
        var connection = (await store.C.SendAsync("GET", "/api/v1/planes/east")).Json["connection"]!;
        Assert.Equal(("connected", welcome.SessionId), ((string?)connection["state"], (string?)connection["sessionId"]));
    }

    [Fact]
    public async Task The_newest_session_of_a_plane_wins_whichever_process_holds_it()
    {
        var bundle = await AddPlaneAsync("west");
        var (first, _) = await ScriptedAgent.ConnectAsync(store.A.Bundle(bundle));
        await using var old = first;
        var (second, _) = await ScriptedAgent.ConnectAsync(store.B.Bundle(bundle));
        await using var fresh = second;
        Assert.Equal(GoodbyeReason.Replaced, (await first.ExpectAsync<GoodbyeFrame>()).Reason);
        await PutAsync(store.C, "west", "web");
        Assert.Equal("web", (await second.StoreNextAsync()).Id);

        await store.C.SendAsync("POST", "/api/v1/planes/west/revoke");
        Assert.Equal(GoodbyeReason.Revoked, (await second.ExpectAsync<GoodbyeFrame>()).Reason);
    }

    [Fact]
    public async Task An_agent_whose_process_was_killed_finds_everything_at_another()
    {
        var bundle = await AddPlaneAsync("north");
        await using var doomed = await store.StartAsync("doomed");
        var (agent, _) = await ScriptedAgent.ConnectAsync(doomed.Bundle(bundle));
        await using var orphan = agent;
        await PutAsync(store.B, "north", "first");
        var held = await agent.StoreNextAsync();
        await UntilDeliveredAsync(store.B, "north", "first");
        await doomed.KillAsync();
        await PutAsync(store.B, "north", "second");

        var (again, _) = await ScriptedAgent.ConnectAsync(store.A.Bundle(bundle), held);
        await using var home = again;
        await again.AnswerCompareAsync();
        Assert.Equal("second", (await again.StoreNextAsync()).Id);
        await UntilDeliveredAsync(store.C, "north", "second");
    }

    [Fact]
    public async Task A_stream_at_one_process_has_what_all_of_them_did_in_order_and_without_a_hole()
    {
        await AddPlaneAsync("south");
        using var response = await store.C.Client.GetAsync("/api/v1/events?after=0", HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var stream = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        const int each = 20;
        await Task.WhenAll(Enumerable.Range(0, each).SelectMany(i => new[] { PutAsync(store.A, "south", $"a-{i}"), PutAsync(store.B, "south", $"b-{i}") }));

        var (expected, mine) = (1L, 0);
        while (mine < 2 * each)
        {
            var line = await stream.ReadLineAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancel);
            if (!line!.StartsWith("data: ", StringComparison.Ordinal))
                continue;
            var happened = JsonNode.Parse(line["data: ".Length..])!;
            Assert.Equal(expected++, (long)happened["number"]!);
            mine += ((string?)happened["plane"], (string?)happened["type"]) is ("south", "intentChanged") ? 1 : 0;
        }
    }

    [Fact]
    public async Task An_agent_is_asked_by_whichever_process_an_operator_asks()
    {
        var bundle = await AddPlaneAsync("asked");
        var (agent, _) = await ScriptedAgent.ConnectAsync(store.A.Bundle(bundle));
        await using var connected = agent;
        await PutAsync(store.B, "asked", "web");
        await agent.StoreNextAsync();
        const string plan = "/api/v1/planes/asked/intents/web/plan";

        var asking = store.C.SendAsync("POST", plan);
        var ask = await agent.ExpectAsync<AskFrame>();
        Assert.Equal((AskKind.Plan, "web"), (ask.Kind, ask.Id));
        await agent.SendAsync(new AnswerFrame(ask.RequestId, JsonSerializer.SerializeToElement(JsonNode.Parse("""{"generation": 3, "steps": []}"""))));
        Assert.Equal(3, (int)(await asking).Expect(HttpStatusCode.OK)["generation"]!);

        var refused = store.B.SendAsync("POST", plan);
        await agent.SendAsync(new AnswerFrame((await agent.ExpectAsync<AskFrame>()).RequestId, null, "there is no such intent on this plane"));
        (await refused).Expect(HttpStatusCode.Conflict);

        // And told by whichever process as well.
        Assert.Equal(HttpStatusCode.Accepted, (await store.C.SendAsync("POST", "/api/v1/planes/asked/secrets/hints", """{"store":"vault","secret":"db \u00e9"}""")).Status);
        Assert.Equal(new HintFrame("vault", "db é"), await agent.ExpectAsync<HintFrame>());
    }

    [Fact]
    public async Task Parts_of_a_binding_applied_through_two_processes_at_once_meet()
    {
        await AddPlaneAsync("apply");
        var documents = Samples.File("sample-three-tiers/2-backend.yaml").Split("\n---\n");
        var halves = new[] { documents[..(documents.Length / 2)], documents[(documents.Length / 2)..] };
        var replies = await Task.WhenAll(
            store.A.SendAsync("POST", "/api/v1/apply?plane=apply", string.Join("\n---\n", halves[0]), "application/yaml"),
            store.C.SendAsync("POST", "/api/v1/apply?plane=apply", string.Join("\n---\n", halves[1]), "application/yaml"));
        Assert.All(replies, r => r.Expect(HttpStatusCode.OK));
        var intent = await store.B.SendAsync("GET", "/api/v1/planes/apply/intents/inventorybackend-development");
        Assert.Equal(1, (long)intent.Expect(HttpStatusCode.OK)["generation"]!);
    }

    [Fact]
    public async Task A_release_brought_to_two_planes_at_once_with_other_contents_is_taken_once()
    {
        await AddPlaneAsync("one");
        await AddPlaneAsync("two");
        var documents = Samples.File("sample-three-tiers/2-backend.yaml").Replace("inventorybackend", "contested", StringComparison.Ordinal);
        var replies = await Task.WhenAll(
            store.A.SendAsync("POST", "/api/v1/apply?plane=one", documents, "application/yaml"),
            store.C.SendAsync("POST", "/api/v1/apply?plane=two", documents.Replace(":latest", ":other", StringComparison.Ordinal), "application/yaml"));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], replies.Select(r => r.Status).Order());
    }
}
