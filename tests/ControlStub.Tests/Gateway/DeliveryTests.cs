using System.Net;
using System.Text.Json.Nodes;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Gateway;

public sealed class DeliveryTests
{
    private const string Intents = "/api/v1/planes/east/intents";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task PutAsync(RunningStub stub, string id, string image = "example.com/web:1") =>
        stub.SendAsync("PUT", $"{Intents}/{id}", Samples.WebOf(image));

    private static async Task<JsonObject> ShowAsync(RunningStub stub, string id) =>
        (await stub.SendAsync("GET", $"{Intents}/{id}")).Expect(HttpStatusCode.OK);

    private static Task UntilDeliveredAsync(RunningStub stub, string id, string delivery) => Eventually.TrueAsync(
        async () => (string?)(await ShowAsync(stub, id))["delivery"] == delivery, what: $"{id} is {delivery}", cancellationToken: Cancel);

    [Fact]
    public async Task An_answer_that_was_lost_on_its_way_into_the_store_is_found_when_the_agent_comes_back()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        await PutAsync(stub, "web");
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle, new IntentStamp("web", 1, (string)(await ShowAsync(stub, "web"))["hash"]!));
        await using var connected = agent;
        await UntilDeliveredAsync(stub, "web", "unchanged");
    }

    [Fact]
    public async Task A_put_reaches_a_connected_agent_signed_and_its_answer_is_kept()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        var (agent, welcome) = await ScriptedAgent.ConnectAsync(bundle);
        await using var connected = agent;
        Assert.Equal(bundle["signingKeys"]![0]!["kid"]!.ToString(), Assert.Single(welcome.SigningKeys).Kid);

        await PutAsync(stub, "web");
        var (stamp, document) = await agent.ExpectIntentAsync();
        Assert.Equal(("web", 1), (stamp.Id, stamp.Generation));
        Assert.Equal("example.com/web:1", (string?)document["spec"]!["containers"]!["main"]!["image"]);
        Assert.Equal("pending", (string?)(await ShowAsync(stub, "web"))["delivery"]);
        await agent.SendAsync(new AckFrame("web", 1, AckOutcome.Stored, [], stamp.Hash));
        await UntilDeliveredAsync(stub, "web", "stored");
        Assert.Equal(stamp.Hash, (string?)(await ShowAsync(stub, "web"))["hash"]);
    }

    [Fact]
    public async Task After_a_connect_only_what_differs_is_sent()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        foreach (var id in new[] { "changed", "gone", "missing", "same" })
            await PutAsync(stub, id);
        var (first, _) = await ScriptedAgent.ConnectAsync(bundle);
        await first.AnswerCompareAsync();
        for (var i = 0; i < 4; i++)
            await first.StoreNextAsync();
        foreach (var id in first.Held.Keys)
            await UntilDeliveredAsync(stub, id, "stored");
        await first.DisposeAsync();

        await PutAsync(stub, "changed", "example.com/web:2");
        await stub.SendAsync("DELETE", $"{Intents}/gone");
        var (second, _) = await ScriptedAgent.ConnectAsync(
            bundle, [.. first.Held.Values.Where(s => s.Id != "missing"), new IntentStamp("stranger", 3, new string('a', 64))]);
        await using var connected = second;
        await second.AnswerCompareAsync();
        var sent = new List<(string, long)>();
        for (var i = 0; i < 3; i++)
            sent.Add(await second.StoreNextAsync() is var s ? (s.Id, s.Generation) : default);
        Assert.Equal([("changed", 2L), ("gone", 2L), ("missing", 1L)], sent);

        await Eventually.TrueAsync(
            async () => (await stub.SendAsync("GET", "/api/v1/events?limit=1000", headers: ("Accept", "application/json"))).Text.Contains("foreignIntents"),
            cancellationToken: Cancel);
        // Equal digests: nothing is compared any more, and the removal that is not reported as done is sent again.
        second.Held.Remove("stranger");
        await second.DisposeAsync();
        var (third, _) = await ScriptedAgent.ConnectAsync(bundle, [.. second.Held.Values]);
        await using var again = third;
        Assert.Equal("gone", (await third.StoreNextAsync()).Id);
    }

    [Fact]
    public async Task No_more_than_the_window_is_in_flight_and_the_newest_generation_overtakes()
    {
        await using var stub = await RunningStub.StartAsync(o => o with { Gateway = o.Gateway with { Window = 2 } });
        var bundle = await stub.AddPlaneAsync();
        var (agent, welcome) = await ScriptedAgent.ConnectAsync(bundle);
        await using var connected = agent;
        Assert.Equal(2, welcome.Window);
        foreach (var id in new[] { "a", "b", "c" })
            await PutAsync(stub, id);
        var (a, _) = await agent.ExpectIntentAsync();
        var (b, _) = await agent.ExpectIntentAsync();
        // While two are unanswered nothing more comes; what waits meanwhile changes, and only its newest generation is ever sent.
        await PutAsync(stub, "c", "example.com/web:2");
        await PutAsync(stub, "c", "example.com/web:3");
        await PutAsync(stub, "a", "example.com/web:2");
        await agent.SendAsync(new PingFrame(7));
        Assert.Equal(7, (await agent.ExpectAsync<PongFrame>()).Number);
        await agent.SendAsync(new AckFrame("b", b.Generation, AckOutcome.Stored, []));
        var (c, _) = await agent.ExpectIntentAsync();
        Assert.Equal(("c", 3), (c.Id, c.Generation));
        await agent.SendAsync(new AckFrame("a", a.Generation, AckOutcome.Stored, []));
        var (newer, _) = await agent.ExpectIntentAsync();
        Assert.Equal(("a", 2), (newer.Id, newer.Generation));
        await agent.SendAsync(new AckFrame("c", 3, AckOutcome.Stored, []));
        await agent.SendAsync(new AckFrame("a", 2, AckOutcome.Stored, []));
        await UntilDeliveredAsync(stub, "a", "stored");
    }

    [Fact]
    public async Task A_refusal_is_shown_with_its_reasons_and_final_for_its_generation()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        await PutAsync(stub, "web");
        var (first, _) = await ScriptedAgent.ConnectAsync(bundle);
        await first.AnswerCompareAsync();
        var (stamp, _) = await first.ExpectIntentAsync();
        await first.SendAsync(new AckFrame(
            "", 0, AckOutcome.Refused, [new RefusalReason(FailureReason.PolicyDenied, "spec.containers.main.image", "this registry is not allowed")], stamp.Hash));
        await UntilDeliveredAsync(stub, "web", "refused");
        Assert.Equal("PolicyDenied", (string?)(await ShowAsync(stub, "web"))["ack"]!["reasons"]![0]!["reason"]);
        await first.DisposeAsync();

        var (second, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var connected = second;
        await second.AnswerCompareAsync();
        // Another intent shows that the refused one was not merely late.
        await PutAsync(stub, "next");
        Assert.Equal("next", (await second.StoreNextAsync()).Id);
        await stub.SendAsync("POST", $"{Intents}/web/retry");
        Assert.Equal(new { Id = "web", Generation = 2L }, await second.StoreNextAsync() is var s ? new { s.Id, s.Generation } : null);
        await UntilDeliveredAsync(stub, "web", "stored");
    }

    [Fact]
    public async Task A_removal_is_visible_until_the_agent_says_that_nothing_is_left()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var connected = agent;
        await PutAsync(stub, "web");
        await agent.StoreNextAsync();
        await agent.SendAsync(new StatusFrame([new IntentStatusReport("web", new IntentStatus { Phase = IntentPhase.Healthy })]));

        await stub.SendAsync("DELETE", $"{Intents}/web?deleteVolumes=true");
        var (_, document) = await agent.ExpectIntentAsync();
        Assert.Equal(IntentKinds.Removal, (string?)document["kind"]);
        Assert.True((bool)document["spec"]!["deleteVolumes"]!);
        await agent.SendAsync(new AckFrame("web", 2, AckOutcome.Stored, []));
        await agent.SendAsync(new StatusFrame([new IntentStatusReport("web", new IntentStatus { Phase = IntentPhase.Removing })]));
        await Eventually.TrueAsync(
            async () => (string?)(await ShowAsync(stub, "web"))["status"]?["phase"] == "Removing", cancellationToken: Cancel);
        await agent.SendAsync(new StatusFrame([new IntentStatusReport("web", null)]));
        await Eventually.TrueAsync(
            async () => (await stub.SendAsync("GET", $"{Intents}/web")).Status == HttpStatusCode.NotFound, cancellationToken: Cancel);

        await PutAsync(stub, "web");
        Assert.Equal(3, (await agent.StoreNextAsync()).Generation);
        Assert.Null((await ShowAsync(stub, "web"))["status"]);
    }

    [Fact]
    public async Task A_plane_that_holds_a_newer_generation_is_overtaken_by_the_next_put()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        await PutAsync(stub, "web");
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle, new IntentStamp("web", 41, new string('b', 64)));
        await using var connected = agent;
        await agent.AnswerCompareAsync();
        await UntilDeliveredAsync(stub, "web", "ahead");
        await PutAsync(stub, "web");
        Assert.Equal(42, (await agent.StoreNextAsync()).Generation);
        await UntilDeliveredAsync(stub, "web", "stored");
    }

    [Fact]
    public async Task An_inventory_comes_in_pages()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        await PutAsync(stub, "b");
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var connected = agent;
        await agent.ExpectAsync<CompareFrame>();
        await agent.SendAsync(new InventoryFrame([new IntentStamp("a", 1, new string('a', 64))], More: true));
        await agent.SendAsync(new InventoryFrame([new IntentStamp("c", 1, new string('a', 64))]));
        Assert.Equal("b", (await agent.StoreNextAsync()).Id);
    }

    [Fact]
    public async Task Two_hundred_intents_put_at_once_all_arrive()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var connected = agent;
        var puts = Task.WhenAll(Enumerable.Range(0, 200).Select(i => PutAsync(stub, $"web-{i}")));
        for (var i = 0; i < 200; i++)
            await agent.StoreNextAsync();
        await puts;
        Assert.Equal(200, agent.Held.Count);
        await Eventually.TrueAsync(
            async () => (await stub.SendAsync("GET", $"{Intents}?limit=1000")).Json["items"]!.AsArray().All(i => (string?)i!["delivery"] == "stored"),
            cancellationToken: Cancel);
    }

    [Fact]
    public async Task A_hundred_planes_are_served_at_once()
    {
        await using var stub = await RunningStub.StartAsync();
        async Task<string> ServeAsync(int i)
        {
            var (agent, _) = await ScriptedAgent.ConnectAsync(await stub.AddPlaneAsync($"plane-{i}"));
            await using var connected = agent;
            await stub.SendAsync("PUT", $"/api/v1/planes/plane-{i}/intents/web", Samples.Web);
            var (stamp, document) = await agent.ExpectIntentAsync();
            await agent.SendAsync(new AckFrame(stamp.Id, stamp.Generation, AckOutcome.Stored, [], stamp.Hash));
            await agent.SendAsync(new StatusFrame([new IntentStatusReport("web", new IntentStatus { Phase = IntentPhase.Healthy })]));
            await Eventually.TrueAsync(
                async () => (string?)(await stub.SendAsync("GET", $"/api/v1/planes/plane-{i}/intents/web")).Json["status"]?["phase"] == "Healthy",
                TimeSpan.FromSeconds(30),
                cancellationToken: Cancel);
            return (string)document["metadata"]!["plane"]!;
        }

        var served = await Task.WhenAll(Enumerable.Range(0, 100).Select(ServeAsync));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"plane-{i}"), served);
    }

    [Fact]
    public async Task A_change_made_while_the_control_plane_was_down_for_the_agent_arrives_after_a_restart()
    {
        await using var stub = await RunningStub.StartAsync(o => o with
        {
            Agents = ListeningPort.Free(),
        });
        var bundle = await stub.AddPlaneAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle);
        await PutAsync(stub, "web");
        await agent.StoreNextAsync();
        await UntilDeliveredAsync(stub, "web", "stored");
        var restart = stub.RestartAsync();
        Assert.Equal(GoodbyeReason.ShuttingDown, (await agent.ExpectAsync<GoodbyeFrame>()).Reason);
        Assert.Equal(CloseCodes.GoingAway, await agent.UntilClosedAsync());
        await agent.DisposeAsync();
        await restart;

        await PutAsync(stub, "web", "example.com/web:2");
        var (again, _) = await ScriptedAgent.ConnectAsync(bundle, [.. agent.Held.Values]);
        await using var connected = again;
        await again.AnswerCompareAsync();
        Assert.Equal(2, (await again.StoreNextAsync()).Generation);
    }
}
