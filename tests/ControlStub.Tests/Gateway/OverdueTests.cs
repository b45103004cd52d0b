using System.Net;
using Pdp.Protocol.Frames;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Gateway;

/// <summary>Intents that were sent and are not acknowledged for long.</summary>
public sealed class OverdueTests
{
    private const string Web = "/api/v1/planes/east/intents/web";
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<RunningStub> StartAsync() => RunningStub.StartAsync(
        o => o with { Gateway = o.Gateway with { HeartbeatSeconds = 300, AckTimeoutSeconds = (int)_limit.TotalSeconds } }, _time);

    private static Task UntilDeliveredAsync(RunningStub stub, string delivery) => Eventually.TrueAsync(
        async () => (string?)(await stub.SendAsync("GET", Web)).Expect(HttpStatusCode.OK)["delivery"] == delivery, what: delivery, cancellationToken: Cancel);

    [Fact]
    public async Task A_session_compares_again_then_ends_and_the_next_one_delivers()
    {
        await using var stub = await StartAsync();
        var bundle = await stub.AddPlaneAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var silent = agent;
        await stub.SendAsync("PUT", Web, Samples.Web);
        await agent.ExpectIntentAsync();
        _time.Advance(_limit);
        await agent.AnswerCompareAsync();
        _time.Advance(_limit);
        Assert.Equal(GoodbyeReason.Overloaded, (await agent.ExpectAsync<GoodbyeFrame>()).Reason);
        Assert.Equal(CloseCodes.Overloaded, await agent.UntilClosedAsync());
        await agent.DisposeAsync();
        await Eventually.TrueAsync(
            async () => (await stub.SendAsync("GET", "/api/v1/events?limit=1000", headers: ("Accept", "application/json"))).Text.Contains("\"ackTimeout\""),
            what: "the event tells why",
            cancellationToken: Cancel);
        Assert.Contains("\npdp_control_ack_timeouts_total 1\n", await stub.Client.GetStringAsync("/metrics", Cancel));

        var (next, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var connected = next;
        await next.AnswerCompareAsync();
        await next.StoreNextAsync();
        await UntilDeliveredAsync(stub, "stored");
    }

    [Fact]
    public async Task What_is_acknowledged_after_comparing_again_is_not_sent_a_second_time()
    {
        await using var stub = await StartAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(await stub.AddPlaneAsync());
        await using var connected = agent;
        await stub.SendAsync("PUT", Web, Samples.Web);
        var (stamp, _) = await agent.ExpectIntentAsync();
        _time.Advance(_limit);
        await agent.AnswerCompareAsync();
        await agent.SendAsync(new AckFrame("web", 1, AckOutcome.Stored, [], stamp.Hash));
        await UntilDeliveredAsync(stub, "stored");

        _time.Advance(_limit);
        // Were it sent again, or the session ended, that would come before what is put now.
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/next", Samples.Web);
        Assert.Equal("next", (await agent.StoreNextAsync()).Id);
    }

    [Fact]
    public async Task An_intent_the_agent_holds_counts_as_delivered_although_its_acknowledgement_was_lost()
    {
        await using var stub = await StartAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(await stub.AddPlaneAsync());
        await using var connected = agent;
        await stub.SendAsync("PUT", Web, Samples.Web);
        var (stamp, _) = await agent.ExpectIntentAsync();
        agent.Held["web"] = stamp;
        _time.Advance(_limit);
        await agent.AnswerCompareAsync();
        await UntilDeliveredAsync(stub, "unchanged");

        // It was only late: no violation, and no reason to end the session either.
        await agent.SendAsync(new AckFrame("web", 1, AckOutcome.Stored, [], stamp.Hash));
        await UntilDeliveredAsync(stub, "stored");
        _time.Advance(_limit * 3);
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/next", Samples.Web);
        Assert.Equal("next", (await agent.StoreNextAsync()).Id);
    }

    [Fact]
    public async Task What_was_put_and_stored_before_the_inventory_came_is_neither_foreign_nor_newer_there()
    {
        await using var stub = await StartAsync();
        var bundle = await stub.AddPlaneAsync();
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/first", Samples.Web);
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var connected = agent;
        await agent.ExpectAsync<CompareFrame>();
        await stub.SendAsync("PUT", Web, Samples.Web);
        await agent.StoreNextAsync();
        await agent.SendAsync(new InventoryFrame([.. agent.Held.Values]));
        Assert.Equal("first", (await agent.StoreNextAsync()).Id);
        Assert.Empty((System.Text.Json.Nodes.JsonArray)(await stub.SendAsync("GET", "/api/v1/planes/east/held")).Expect(HttpStatusCode.OK)["items"]!);
    }

    [Fact]
    public async Task An_agent_that_answers_no_comparison_is_not_asked_twice_at_once()
    {
        await using var stub = await StartAsync();
        var bundle = await stub.AddPlaneAsync();
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/first", Samples.Web);
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var connected = agent;
        await agent.ExpectAsync<CompareFrame>();
        await stub.SendAsync("PUT", Web, Samples.Web);
        await agent.ExpectIntentAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                if ((await stub.Client.GetStringAsync("/metrics", Cancel)).Contains("\npdp_control_ack_timeouts_total 1\n"))
                    return true;
                // Less than what the server gives its agents to close: one step too many does no harm.
                _time.Advance(TimeSpan.FromSeconds(2));
                return false;
            },
            what: "the session ends",
            cancellationToken: Cancel);
        Assert.Equal(GoodbyeReason.Overloaded, (await agent.ExpectAsync<GoodbyeFrame>()).Reason);
    }
}
