using System.Net.WebSockets;
using Pdp.Protocol;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Tests.Gateway;

public sealed class HostileFrameTests
{
    private const string Hello =
        """{"type":"hello","agentId":"a","agentVersion":"1","protocol":1,"cluster":{"version":"","capabilities":[]},"digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What ends a session before hello: text, the error told, the close code.</summary>
    public static TheoryData<string, ErrorCode, int> BeforeHello => new()
    {
        { "not json", ErrorCode.NotJson, CloseCodes.NotJson },
        { "[]", ErrorCode.NotJson, CloseCodes.NotJson },
        { "{}", ErrorCode.BadField, CloseCodes.PolicyViolation },
        { """{"type":7}""", ErrorCode.BadField, CloseCodes.PolicyViolation },
        { """{"type":"hello"}""", ErrorCode.BadField, CloseCodes.PolicyViolation },
        { """{"type":"status","items":[]}""", ErrorCode.WrongOrder, CloseCodes.ProtocolError },
        { """{"type":"welcome","sessionId":"s","heartbeatSeconds":1,"window":1,"signingKeys":[],"tokenKeys":[],"serverTime":"2030-01-01T00:00:00Z"}""", ErrorCode.WrongOrder, CloseCodes.ProtocolError },
        { Deep(70), ErrorCode.TooDeep, CloseCodes.PolicyViolation },
        { Large(), ErrorCode.TooLarge, CloseCodes.TooLarge },
    };

    /// <summary>What ends a session after welcome.</summary>
    public static TheoryData<string, ErrorCode, int> AfterWelcome => new()
    {
        { Hello, ErrorCode.WrongOrder, CloseCodes.ProtocolError },
        { """{"type":"ack","id":"web","generation":1,"outcome":"stored","reasons":[]}""", ErrorCode.WrongOrder, CloseCodes.ProtocolError },
        { """{"type":"inventory","items":[]}""", ErrorCode.WrongOrder, CloseCodes.ProtocolError },
        { """{"type":"ack","id":"web","generation":"x","outcome":"maybe","reasons":[]}""", ErrorCode.BadField, CloseCodes.PolicyViolation },
        { """{"type":"answer","requestId":"r","result":{}}""", ErrorCode.WrongOrder, CloseCodes.ProtocolError },
    };

    /// <summary>What is told and dropped.</summary>
    public static TheoryData<string, ErrorCode> Dropped => new()
    {
        { """{"type":"exec","command":"id"}""", ErrorCode.UnknownFrame },
        { """{"type":"status","items":[{"id":"Not A Label"}]}""", ErrorCode.BadField },
        { """{"type":"status"}""", ErrorCode.BadField },
        { """{"type":"ping","number":"x"}""", ErrorCode.BadField },
    };

    [Theory]
    [MemberData(nameof(BeforeHello))]
    public async Task What_is_no_hello_ends_the_connection_with_the_rule_it_broke(string text, ErrorCode code, int close)
    {
        await using var stub = await RunningStub.StartAsync();
        await using var agent = await ScriptedAgent.DialAsync(await stub.AddPlaneAsync());
        await agent.SendTextAsync(text);
        await ExpectEndAsync(agent, code, close);
    }

    [Theory]
    [MemberData(nameof(AfterWelcome))]
    public async Task A_violation_ends_the_session_with_the_rule_it_broke(string text, ErrorCode code, int close)
    {
        await using var stub = await RunningStub.StartAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(await stub.AddPlaneAsync());
        await using var connected = agent;
        await agent.SendTextAsync(text);
        await ExpectEndAsync(agent, code, close);
    }

    [Theory]
    [MemberData(nameof(Dropped))]
    public async Task What_can_be_dropped_is_told_and_the_session_goes_on(string text, ErrorCode code)
    {
        await using var stub = await RunningStub.StartAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(await stub.AddPlaneAsync());
        await using var connected = agent;
        await agent.SendTextAsync(text);
        Assert.Equal(code, (await agent.ExpectAsync<ErrorFrame>()).Code);
        await agent.SendAsync(new PingFrame(3));
        Assert.Equal(3, (await agent.ExpectAsync<PongFrame>()).Number);
    }

    [Fact]
    public async Task A_binary_message_ends_the_session()
    {
        await using var stub = await RunningStub.StartAsync();
        await using var agent = await ScriptedAgent.DialAsync(await stub.AddPlaneAsync());
        await agent.Socket.SendAsync(new byte[] { 1, 2, 3 }, WebSocketMessageType.Binary, endOfMessage: true, Cancel);
        await ExpectEndAsync(agent, ErrorCode.NotText, CloseCodes.NotText);
    }

    [Fact]
    public async Task An_answer_to_something_else_than_was_sent_ends_the_session()
    {
        await using var stub = await RunningStub.StartAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(await stub.AddPlaneAsync());
        await using var connected = agent;
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", Samples.Web);
        await agent.ExpectIntentAsync();
        await agent.SendAsync(new AckFrame("other", 1, AckOutcome.Stored, []));
        await ExpectEndAsync(agent, ErrorCode.BadField, CloseCodes.PolicyViolation);
    }

    [Fact]
    public async Task After_all_that_the_next_agent_is_served()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        for (var i = 0; i < 10; i++)
        {
            await using var hostile = await ScriptedAgent.DialAsync(bundle);
            await hostile.SendTextAsync("{");
            hostile.Socket.Abort();
        }

        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var connected = agent;
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", Samples.Web);
        Assert.Equal("web", (await agent.StoreNextAsync()).Id);
    }

    private static async Task ExpectEndAsync(ScriptedAgent agent, ErrorCode code, int close)
    {
        Assert.Equal(code, (await agent.ExpectAsync<ErrorFrame>()).Code);
        Assert.Equal(GoodbyeReason.ProtocolViolation, (await agent.ExpectAsync<GoodbyeFrame>()).Reason);
        Assert.Equal(close, await agent.UntilClosedAsync());
    }

    private static string Deep(int depth) =>
        $$"""{"type":"status","items":{{new string('[', depth)}}{{new string(']', depth)}}}""";

    private static string Large() => $$"""{"type":"status","x":"{{new string('x', ProtocolLimits.FrameBytes)}}"}""";
}
