using System.Net.WebSockets;
using System.Text;
using Pdp.Daemon.Tests.Channel.Stage;
using Pdp.Protocol;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;

namespace Pdp.Daemon.Tests.Channel;

/// <summary>What a broken or hostile control plane may send. The agent answers, and is there again afterwards.</summary>
public sealed class BadInputTests
{
    public static TheoryData<string, ErrorCode> Dropped => new()
    {
        { """{"type":"c4n4ry","x":[1,2,3]}""", ErrorCode.UnknownFrame },
        { """{"type":"ping"}""", ErrorCode.BadField },
        { """{"type":"ping","number":"c4n4ry"}""", ErrorCode.BadField },
        { """{"type":"ask","requestId":"r","kind":"c4n4ry"}""", ErrorCode.BadField },
        { """{"type":"error","code":"c4n4ry","about":""}""", ErrorCode.BadField },
    };

    [Theory]
    [MemberData(nameof(Dropped))]
    public async Task What_can_be_dropped_is_answered_with_an_error_and_the_session_goes_on(string sent, ErrorCode code)
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();

        await session.SendTextAsync(sent);

        var error = await session.ExpectAsync<ErrorFrame>();
        Assert.Equal(code, error.Code);
        Assert.DoesNotContain("c4n4ry", error.About, StringComparison.Ordinal);
        await session.SendAsync(plane.Intent("a", 1));
        Assert.Equal(AckOutcome.Stored, (await session.ExpectAsync<AckFrame>()).Outcome);
    }

    public static TheoryData<string, ErrorCode, int> Violations => new()
    {
        { "c4n4ry", ErrorCode.NotJson, 1007 },
        { "[]", ErrorCode.NotJson, 1007 },
        { $$"""{"type":"ping","number":1,"x":{{new string('[', 100)}}{{new string(']', 100)}}}""", ErrorCode.TooDeep, 1008 },
        { """{"type":"intent"}""", ErrorCode.BadField, 1008 },
        { """{"type":"remove","id":"C4n4ry","generation":1,"jws":"x"}""", ErrorCode.BadField, 1008 },
        { """{"type":"goodbye","reason":"c4n4ry"}""", ErrorCode.BadField, 1008 },
        { """{"type":"inventory","items":[]}""", ErrorCode.WrongOrder, 1002 },
        { """{"type":"ack","id":"a","generation":1,"outcome":"stored","reasons":[]}""", ErrorCode.WrongOrder, 1002 },
        { $$"""{"type":"challenge","nonce":"{{ProofOfKey.NewNonce()}}"}""", ErrorCode.WrongOrder, 1002 },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task A_violation_ends_the_session_with_its_code_and_the_agent_comes_back(string sent, ErrorCode code, int close)
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();

        await session.SendTextAsync(sent);

        var error = await session.ExpectAsync<ErrorFrame>();
        Assert.Equal(code, error.Code);
        Assert.DoesNotContain("c4n4ry", error.About, StringComparison.Ordinal);
        Assert.Equal(GoodbyeReason.ProtocolViolation, (await session.ExpectAsync<GoodbyeFrame>()).Reason);
        Assert.Equal(close, await session.EndedAsync());
        await AssertWorksAsync(plane);
    }

    [Fact]
    public async Task A_binary_message_ends_the_session()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();

        await session.SendBytesAsync(FrameCodec.Write(new PingFrame(1)), WebSocketMessageType.Binary);

        Assert.Equal(ErrorCode.NotText, (await session.ExpectAsync<ErrorFrame>()).Code);
        await session.ExpectAsync<GoodbyeFrame>();
        Assert.Equal(1003, await session.EndedAsync());
        await AssertWorksAsync(plane);
    }

    [Fact]
    public async Task A_message_over_the_limit_ends_the_session()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();

        await session.SendBytesAsync(Encoding.UTF8.GetBytes(new string(' ', ProtocolLimits.FrameBytes + 100)), WebSocketMessageType.Text);

        Assert.Equal(ErrorCode.TooLarge, (await session.ExpectAsync<ErrorFrame>()).Code);
        await session.ExpectAsync<GoodbyeFrame>();
        Assert.Equal(1009, await session.EndedAsync());
        await AssertWorksAsync(plane);
    }

    [Fact]
    public async Task Work_before_welcome_ends_the_session()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextAsync();
        await session.ExpectAsync<HelloFrame>();

        await session.SendAsync(plane.Intent("a", 1));

        Assert.Equal(ErrorCode.WrongOrder, (await session.ExpectAsync<ErrorFrame>()).Code);
        await session.ExpectAsync<GoodbyeFrame>();
        Assert.Equal(1002, await session.EndedAsync());
        await AssertWorksAsync(plane);
        Assert.DoesNotContain(channel.Intake.Held, stamp => stamp.Generation == 1);
    }

    [Fact]
    public async Task A_second_welcome_ends_the_session()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();

        await session.SendAsync(plane.Welcome());

        Assert.Equal(ErrorCode.WrongOrder, (await session.ExpectAsync<ErrorFrame>()).Code);
    }

    [Fact]
    public async Task Thousands_of_bad_messages_are_answered_by_few_errors_and_cost_nothing_else()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();

        for (var n = 0; n < 5000; n++) await session.SendTextAsync("""{"type":"nonsense"}""");
        await session.SendAsync(plane.Intent("a", 1));

        Assert.Equal(AckOutcome.Stored, (await session.ExpectAsync<AckFrame>(typeof(ErrorFrame))).Outcome);
    }

    private static async Task AssertWorksAsync(ScriptedControlPlane plane)
    {
        var session = await plane.NextWelcomedAsync();
        await session.SendAsync(plane.Intent("works-again", 7));
        Assert.Equal(AckOutcome.Stored, (await session.ExpectAsync<AckFrame>()).Outcome);
    }
}
