using Pdp.Daemon.Tests.Channel.Stage;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Intents;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Channel;

public sealed class HandshakeTests
{
    [Fact]
    public async Task The_agent_dials_the_agreed_path_and_says_hello_first()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);

        var session = await plane.NextAsync();
        var hello = await session.ExpectAsync<HelloFrame>();

        Assert.Equal("/agent/v1/channel", session.Path);
        Assert.False(session.Headers.ContainsKey("Authorization"));
        Assert.Equal("pdp.v1", session.Headers["Sec-WebSocket-Protocol"]);
        Assert.Contains("permessage-deflate", session.Headers["Sec-WebSocket-Extensions"], StringComparison.Ordinal);
        Assert.Equal(("agent-1", "0.1.0", 1, null), (hello.AgentId, hello.AgentVersion, hello.Protocol, hello.Resume));
        Assert.Equal(IntentDigest.Of([]), hello.Digest);
        Assert.False(channel.Service.IsConnected);
    }

    [Fact]
    public async Task After_welcome_with_equal_digests_the_agent_reports_and_waits_for_work()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        channel.Feed.Set("a", "all is well");

        var session = await plane.NextWelcomedAsync();
        var status = await session.ExpectAsync<StatusFrame>();

        Assert.Equal(("a", "all is well"), (status.Items[0].Id, status.Items[0].Status!.Message));
        await session.SendAsync(new PingFrame(41));
        Assert.Equal(41, (await session.ExpectAsync<PongFrame>()).Number);
        Assert.True(session.IsQuiet);
        Assert.True(channel.Service.IsConnected);
    }

    [Fact]
    public async Task Hello_carries_the_digest_of_what_is_held_and_the_session_it_follows()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var first = await plane.NextWelcomedAsync();
        await first.SendAsync(plane.Intent("a", 1));
        await first.ExpectAsync<AckFrame>();
        first.Cut();

        var second = await plane.NextAsync();
        var hello = await second.ExpectAsync<HelloFrame>();

        Assert.Equal("s-1", hello.Resume?.SessionId);
        Assert.Equal(IntentDigest.Of(channel.Intake.Held), hello.Digest);
        Assert.NotEqual(IntentDigest.Of([]), hello.Digest);
    }

    [Fact]
    public async Task Stopping_says_goodbye_and_why()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        foreach (var (hostStops, reason, code) in new[]
        {
            (true, GoodbyeReason.ShuttingDown, CloseCodes.GoingAway), (false, GoodbyeReason.NotLeader, CloseCodes.NotLeader),
        })
        {
            await using var channel = RunningChannel.Start(plane.Bundle);
            var session = await plane.NextWelcomedAsync();
            await session.SendAsync(new PingFrame(1));
            await session.ExpectAsync<PongFrame>();

            await channel.StopAsync(hostStops);

            Assert.Equal(reason, (await session.ExpectAsync<GoodbyeFrame>()).Reason);
            Assert.Equal(code, await session.EndedAsync());
            Assert.False(channel.Service.IsConnected);
        }
    }

    [Fact]
    public async Task A_challenge_this_credential_cannot_answer_ends_the_session()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextAsync();
        await session.ExpectAsync<HelloFrame>();

        await session.SendAsync(new ChallengeFrame(ProofOfKey.NewNonce()));

        Assert.Equal(ErrorCode.CannotProve, (await session.ExpectAsync<ErrorFrame>()).Code);
        Assert.Equal(GoodbyeReason.ProtocolViolation, (await session.ExpectAsync<GoodbyeFrame>()).Reason);
        Assert.Equal(CloseCodes.ProtocolError, await session.EndedAsync());
        await plane.NextWelcomedAsync();
    }

    [Fact]
    public async Task What_is_held_may_be_unreadable_for_a_while()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        var failures = 2;
        await using var channel = RunningChannel.Start(plane.Bundle, prepare: running => running.Intake.BeforeInventory =
            () => failures-- > 0 ? throw new Core.Ports.IntakeUnavailableException("no cluster") : Task.CompletedTask);

        foreach (var _ in Enumerable.Range(0, 2)) Assert.Equal(CloseCodes.GoingAway, await (await plane.NextAsync()).EndedAsync());
        await plane.NextWelcomedAsync();

        Assert.Equal(2, channel.Log.Lines.Count(line => line.Id == 2012));
    }

    [Fact]
    public async Task Keys_that_nobody_pinned_are_warned_about()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        using var other = Protocol.Signatures.SigningKey.Generate();
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextAsync();

        await session.WelcomeAsync(plane.Welcome() with { SigningKeys = [other.PublicKey], ServerTime = DateTimeOffset.UnixEpoch });

        await Eventually.TrueAsync(
            () => channel.Log.Lines.Any(line => line.Id == 2007) && channel.Log.Lines.Any(line => line.Id == 2008),
            cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Nothing_logged_ever_holds_the_token_or_a_document()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        plane.RefuseNext(401);
        await using var channel = RunningChannel.Start(plane.Bundle);
        var session = await plane.NextWelcomedAsync();
        await session.SendAsync(plane.Intent("a", 1, "c4n4ry"));
        await session.ExpectAsync<AckFrame>();
        await session.SendTextAsync("""{"type":"c4n4ry"}""");
        await session.ExpectAsync<ErrorFrame>();
        await session.SendAsync(new ErrorFrame(ErrorCode.Internal, "c4n4ry"));
        await session.SendTextAsync("c4n4ry");
        await session.EndedAsync();
        await plane.NextWelcomedAsync();

        Assert.NotEmpty(channel.Log.Lines);
        Assert.DoesNotContain(channel.Log.Lines, line => line.Line.Contains("c4n4ry", StringComparison.Ordinal));
    }
}
