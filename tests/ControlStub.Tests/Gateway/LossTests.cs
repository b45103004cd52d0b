using System.Net;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Gateway;

/// <summary>Intents that a hand at the plane deleted or edited while its session goes on.</summary>
public sealed class LossTests
{
    private const string Web = "/api/v1/planes/east/intents/web";
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_deleted_by_hand_is_sent_again_in_the_same_session()
    {
        await using var stub = await StartAsync();
        await using var agent = await HoldingAsync(stub);
        await LoseAsync(stub, agent, null, "intentLost");
        _time.Advance(TimeSpan.FromSeconds(1));
        await agent.AnswerCompareAsync();
        Assert.Equal("web", (await agent.StoreNextAsync()).Id);
    }

    [Fact]
    public async Task What_was_edited_by_hand_is_sent_again_in_the_same_session()
    {
        await using var stub = await StartAsync();
        await using var agent = await HoldingAsync(stub);
        await LoseAsync(stub, agent, new IntentStatus { Phase = IntentPhase.Refused, Reason = FailureReason.Tampered, Message = "edited" }, "statusChanged");
        _time.Advance(TimeSpan.FromSeconds(1));
        await agent.AnswerCompareAsync();
        Assert.Equal("web", (await agent.StoreNextAsync()).Id);
    }

    [Fact]
    public async Task A_hand_that_goes_on_deleting_is_answered_once_in_the_time_of_an_acknowledgement()
    {
        await using var stub = await StartAsync();
        await using var agent = await HoldingAsync(stub);
        await LoseAsync(stub, agent, null, "intentLost");
        _time.Advance(TimeSpan.FromSeconds(1));
        await agent.AnswerCompareAsync();
        await agent.StoreNextAsync();
        await agent.SendAsync(new StatusFrame([new IntentStatusReport("web", Healthy)]));
        await LoseAsync(stub, agent, null, "intentLost", times: 2);
        _time.Advance(_limit - TimeSpan.FromSeconds(2));
        // Were it compared now already, that would come before what is put.
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/next", Samples.Web);
        Assert.Equal("next", (await agent.StoreNextAsync()).Id);
        _time.Advance(TimeSpan.FromSeconds(2));
        await agent.AnswerCompareAsync();
        Assert.Equal("web", (await agent.StoreNextAsync()).Id);
    }

    [Fact]
    public async Task A_removal_that_is_done_is_no_loss()
    {
        await using var stub = await StartAsync();
        await using var agent = await HoldingAsync(stub);
        (await stub.SendAsync("DELETE", Web)).Expect(HttpStatusCode.Accepted);
        var removal = await agent.ExpectAsync<RemoveFrame>();
        await agent.SendAsync(new AckFrame("web", removal.Generation, AckOutcome.Stored, []));
        await LoseAsync(stub, agent, null, "intentForgotten");
        _time.Advance(_limit);
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/next", Samples.Web);
        Assert.Equal("next", (await agent.StoreNextAsync()).Id);
    }

    private static IntentStatus Healthy { get; } = new() { Phase = IntentPhase.Healthy, ObservedGeneration = 1, RunningGeneration = 1 };

    private Task<RunningStub> StartAsync() => RunningStub.StartAsync(
        o => o with { Gateway = o.Gateway with { HeartbeatSeconds = 300, AckTimeoutSeconds = (int)_limit.TotalSeconds } }, _time);

    private static async Task<ScriptedAgent> HoldingAsync(RunningStub stub)
    {
        var (agent, _) = await ScriptedAgent.ConnectAsync(await stub.AddPlaneAsync());
        await stub.SendAsync("PUT", Web, Samples.Web);
        await agent.StoreNextAsync();
        await agent.SendAsync(new StatusFrame([new IntentStatusReport("web", Healthy)]));
        return agent;
    }

    private static async Task LoseAsync(RunningStub stub, ScriptedAgent agent, IntentStatus? status, string told, int times = 1)
    {
        agent.Held.Remove("web");
        await agent.SendAsync(new StatusFrame([new IntentStatusReport("web", status)]));
        var expected = status is null ? $"\"{told}\"" : "\"Tampered\"";
        await Eventually.TrueAsync(
            async () => (await stub.SendAsync("GET", "/api/v1/events?limit=1000", headers: ("Accept", "application/json"))).Text.Split(expected).Length > times,
            what: told,
            cancellationToken: Cancel);
    }
}
