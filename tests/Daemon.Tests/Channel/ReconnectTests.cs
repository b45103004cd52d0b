using Pdp.Daemon.Tests.Channel.Stage;
using Pdp.Protocol.Frames;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Channel;

public sealed class ReconnectTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cut_at_any_frame_the_next_sessions_bring_both_sides_together()
    {
        var cutAt = 0;
        for (var uncut = false; !uncut; cutAt++)
        {
            await using var plane = await ScriptedControlPlane.StartAsync();
            await using var channel = RunningChannel.Start(plane.Bundle);
            var desired = new DesiredIntents(plane, ("a", 3), ("b", 1), ("c", 7));
            var session = await plane.NextAsync();
            uncut = !await desired.TrySyncAsync(session, cutAfter: cutAt);
            while (!desired.AreHeldBy(channel.Intake)) await desired.TrySyncAsync(await plane.NextAsync(), cutAfter: null);

            Assert.True(desired.AreHeldBy(channel.Intake), $"after a cut at frame {cutAt}");
        }
        Assert.InRange(cutAt, 10, 30);
    }

    [Fact]
    public async Task A_pause_the_server_asks_for_in_goodbye_is_kept()
    {
        var time = new ManualTimeProvider();
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle, time: time);
        var session = await plane.NextWelcomedAsync();
        await session.SendAsync(new GoodbyeFrame(GoodbyeReason.ShuttingDown, 90));
        await session.CloseAsync(CloseCodes.GoingAway);
        Assert.Equal(CloseCodes.Normal, await session.EndedAsync());

        await AssertWaitsAsync(plane, channel, time, TimeSpan.FromSeconds(90));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_pause_the_server_asks_for_instead_of_an_upgrade_is_kept(int status)
    {
        var time = new ManualTimeProvider();
        await using var plane = await ScriptedControlPlane.StartAsync();
        plane.RefuseNext(status, "90");
        await using var channel = RunningChannel.Start(plane.Bundle, time: time);

        await AssertWaitsAsync(plane, channel, time, TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task A_pause_may_be_given_as_a_date()
    {
        var time = new ManualTimeProvider();
        await using var plane = await ScriptedControlPlane.StartAsync();
        plane.RefuseNext(503, time.GetUtcNow().AddSeconds(90).ToString("R"));
        await using var channel = RunningChannel.Start(plane.Bundle, time: time);

        await AssertWaitsAsync(plane, channel, time, TimeSpan.FromSeconds(89));
    }

    [Fact]
    public async Task A_pause_beyond_all_measure_is_shortened_to_an_hour()
    {
        var time = new ManualTimeProvider();
        await using var plane = await ScriptedControlPlane.StartAsync();
        plane.RefuseNext(503, "99999999");
        await using var channel = RunningChannel.Start(plane.Bundle, time: time);
        await DelayAsync(channel, time);

        time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(2));

        await plane.NextWelcomedAsync();
    }

    [Fact]
    public async Task The_servers_pacing_counts_from_its_welcome_on()
    {
        var time = new ManualTimeProvider();
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle, time: time);
        var session = await plane.NextAsync();
        await session.WelcomeAsync(plane.Welcome() with { Reconnect = new ReconnectPacing(600, 600) });
        await Eventually.TrueAsync(() => channel.Service.IsConnected, cancellationToken: Cancel);
        session.Cut();
        await DelayAsync(channel, time);

        // One cap of ten minutes with full jitter: all but never within the first half second of it.
        Assert.InRange(time.NextTimerDue!.Value, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(600));
    }

    [Fact]
    public async Task Two_agents_with_one_identity_do_not_chase_each_other_at_full_speed()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle);
        for (var n = 0; n < 3; n++)
        {
            var session = await plane.NextAsync();
            await session.WelcomeAsync(plane.Welcome() with { Reconnect = null });
            await session.SendAsync(new GoodbyeFrame(GoodbyeReason.Replaced));
            await session.CloseAsync(CloseCodes.Replaced);
            await session.EndedAsync();
        }

        await Eventually.TrueAsync(() => FailuresLogged(channel).Count() == 3, cancellationToken: Cancel);
        Assert.Equal(3, channel.Log.Lines.Count(line => line.Id == 2003 && line.Line.Contains("Replaced", StringComparison.Ordinal)));
        Assert.Equal([1, 2, 3], FailuresLogged(channel));
    }

    [Fact]
    public async Task A_credential_that_is_not_accepted_is_told_and_tried_again()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        plane.RefuseNext(401);
        plane.RefuseNext(403);
        plane.RefuseNext(404);
        plane.RefuseNext(200);
        await using var channel = RunningChannel.Start(plane.Bundle);

        await plane.NextWelcomedAsync();

        Assert.Equal(2, channel.Log.Lines.Count(line => line.Line.Contains("CredentialRefused", StringComparison.Ordinal)));
        Assert.Equal(2, channel.Log.Lines.Count(line => line.Line.Contains("UnexpectedAnswer", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await ScriptedControlPlane.StartAsync();
        await using var plane = await ScriptedControlPlane.StartAsync();
        plane.RefuseNext(context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = $"wss://localhost:{elsewhere.Port}/agent/v1/channel";
            return Task.CompletedTask;
        });
        await using var channel = RunningChannel.Start(plane.Bundle);

        await plane.NextWelcomedAsync();

        Assert.Equal(0, elsewhere.Dials);
    }

    [Fact]
    public async Task A_server_that_chooses_no_protocol_of_ours_is_left()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        plane.RefuseNext(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.ReceiveAsync(new byte[100], context.RequestAborted);
        });
        await using var channel = RunningChannel.Start(plane.Bundle);

        await plane.NextWelcomedAsync();

        Assert.Contains(channel.Log.Lines, line => line.Line.Contains("NoCommonProtocol", StringComparison.Ordinal));
    }

    private static IEnumerable<int> FailuresLogged(RunningChannel channel) =>
        channel.Log.Lines.Where(line => line.Id == 2004).Select(line => int.Parse(line.Line.Split("attempt ")[1].Split(' ')[0])).Take(3);

    private static async Task AssertWaitsAsync(ScriptedControlPlane plane, RunningChannel channel, ManualTimeProvider time, TimeSpan pause)
    {
        await DelayAsync(channel, time);
        var dials = plane.Dials;
        Assert.True(time.NextTimerDue >= pause - TimeSpan.FromSeconds(1), $"the next dial is due in {time.NextTimerDue}");
        time.Advance(pause - TimeSpan.FromSeconds(1));
        Assert.Equal(dials, plane.Dials);
        time.Advance(TimeSpan.FromSeconds(3));
        await plane.NextWelcomedAsync();
    }

    // The one timer left is the delay before the next dial.
    private static Task DelayAsync(RunningChannel channel, ManualTimeProvider time) => Eventually.TrueAsync(
        () => channel.Log.Lines.Any(line => line.Id == 2004) && time.ActiveTimers == 1, cancellationToken: Cancel);
}
