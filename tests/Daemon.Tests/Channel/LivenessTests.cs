using System.Diagnostics.Metrics;
using Pdp.Daemon.Channel;
using Pdp.Daemon.Tests.Channel.Stage;
using Pdp.Protocol.Frames;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Channel;

public sealed class LivenessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_half_open_connection_is_noticed_within_two_heartbeats()
    {
        var time = new ManualTimeProvider();
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle, time: time);
        var session = await plane.NextWelcomedAsync(heartbeatSeconds: 10);
        await HeartbeatArmedAsync(time);

        // The server says nothing from here on, and the line stays up.
        time.Advance(TimeSpan.FromSeconds(10));
        await session.ExpectAsync<PingFrame>();
        await HeartbeatArmedAsync(time);
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.True(channel.Service.IsConnected);
        time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.TrueAsync(
            () => channel.Log.Lines.Any(line => line.Id == 2003 && line.Line.Contains("HeartbeatLost", StringComparison.Ordinal)), cancellationToken: Cancel);
        time.Advance(TimeSpan.FromSeconds(2));
        await plane.NextWelcomedAsync();
    }

    [Fact]
    public async Task A_server_that_answers_is_never_given_up()
    {
        var time = new ManualTimeProvider();
        await using var plane = await ScriptedControlPlane.StartAsync();
        using var roundTrips = new MeterListener();
        var recorded = new System.Collections.Concurrent.ConcurrentQueue<double>();
        await using var channel = RunningChannel.Start(plane.Bundle, time: time);
        roundTrips.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ChannelMetrics.MeterName && instrument.Name == "pdp.agent.channel.heartbeat") listener.EnableMeasurementEvents(instrument);
        };
        roundTrips.SetMeasurementEventCallback<double>((_, value, _, _) => recorded.Enqueue(value));
        roundTrips.Start();
        var session = await plane.NextWelcomedAsync(heartbeatSeconds: 10);
        await Eventually.TrueAsync(() => channel.Service.IsConnected, cancellationToken: Cancel);

        for (var n = 0; n < 5; n++)
        {
            await HeartbeatArmedAsync(time);
            time.Advance(TimeSpan.FromSeconds(10));
            var ping = await session.ExpectAsync<PingFrame>();
            await session.SendAsync(new PongFrame(ping.Number));
            await Eventually.TrueAsync(() => recorded.Count > n, cancellationToken: Cancel);
        }

        Assert.True(channel.Service.IsConnected);
        Assert.Equal(1, plane.Dials);
    }

    [Fact]
    public async Task A_server_that_never_welcomes_is_left()
    {
        var time = new ManualTimeProvider();
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle, time: time);
        var session = await plane.NextAsync();
        await session.ExpectAsync<HelloFrame>();
        await Eventually.TrueAsync(() => time.NextTimerDue == TimeSpan.FromSeconds(30), cancellationToken: Cancel);

        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(ErrorCode.WrongOrder, (await session.ExpectAsync<ErrorFrame>()).Code);
        await session.ExpectAsync<GoodbyeFrame>();
        Assert.Equal(CloseCodes.ProtocolError, await session.EndedAsync());
    }

    [Fact]
    public async Task A_server_that_accepts_the_connection_and_no_more_is_given_up_in_time()
    {
        var time = new ManualTimeProvider();
        await using var plane = await ScriptedControlPlane.StartAsync();
        plane.RefuseNext(context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        await using var channel = RunningChannel.Start(plane.Bundle, time: time);
        await Eventually.TrueAsync(() => plane.Dials == 1, cancellationToken: Cancel);

        time.Advance(TimeSpan.FromMinutes(1));

        await Eventually.TrueAsync(
            () => channel.Log.Lines.Any(line => line.Id == 2001 && line.Line.Contains("TimedOut", StringComparison.Ordinal)), cancellationToken: Cancel);
    }

    [Fact]
    public async Task A_server_that_does_not_close_is_cut_off_in_time()
    {
        var time = new ManualTimeProvider();
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle, time: time);
        var session = await plane.NextWelcomedAsync();
        await Eventually.TrueAsync(() => channel.Service.IsConnected, cancellationToken: Cancel);
        await session.StopListeningAsync();
        await session.SendAsync(new PingFrame(1));

        var stopping = channel.StopAsync();
        await Eventually.TrueAsync(() => time.NextTimerDue <= TimeSpan.FromSeconds(5) || stopping.IsCompleted, cancellationToken: Cancel);
        time.Advance(TimeSpan.FromSeconds(5));

        await stopping;
        session.ListenAgain();
    }

    // The other limits of a session are longer than a heartbeat of ten seconds.
    private static Task HeartbeatArmedAsync(ManualTimeProvider time) =>
        Eventually.TrueAsync(() => time.NextTimerDue == TimeSpan.FromSeconds(10), cancellationToken: Cancel);
}
