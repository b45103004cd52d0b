using Pdp.Protocol.Frames;
using Pdp.Protocol.Session;
using Pdp.Testing;

namespace Pdp.Protocol.Tests.Session;

public sealed class HeartbeatTests
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(0, 0, HeartbeatAction.Wait, 10)]
    [InlineData(4, 0, HeartbeatAction.Wait, 6)]
    [InlineData(4, 17, HeartbeatAction.Wait, 3)]
    [InlineData(10, 3, HeartbeatAction.Ping, 10)]
    [InlineData(12, 15, HeartbeatAction.Ping, 5)]
    [InlineData(0, 19.5, HeartbeatAction.Wait, 0.5)]
    [InlineData(0, 20, HeartbeatAction.Lost, 0)]
    [InlineData(30, 25, HeartbeatAction.Lost, 0)]
    public void The_next_step_follows_from_two_times(double sincePing, double sinceHeard, HeartbeatAction action, double again)
    {
        var step = HeartbeatStep.Next(_interval, TimeSpan.FromSeconds(sincePing), TimeSpan.FromSeconds(sinceHeard));

        Assert.Equal(new HeartbeatStep(action, TimeSpan.FromSeconds(again)), step);
    }

    [Fact]
    public async Task Silence_is_noticed_after_two_intervals_and_not_before()
    {
        var time = new ManualTimeProvider();
        var start = time.GetTimestamp();
        var pings = new List<PingFrame>();
        var lost = new HeartbeatMonitor(_interval, () => start, time).UntilLostAsync(pings.Add, TestContext.Current.CancellationToken);

        await AdvanceAsync(time, TimeSpan.FromSeconds(19.9));
        Assert.False(lost.IsCompleted);
        await AdvanceAsync(time, TimeSpan.FromSeconds(0.1));

        await lost.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal([1], pings.Select(ping => ping.Number));
    }

    [Fact]
    public async Task A_peer_that_is_heard_is_pinged_and_never_lost()
    {
        var time = new ManualTimeProvider();
        var pings = new List<PingFrame>();
        var monitor = new HeartbeatMonitor(_interval, time.GetTimestamp, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var lost = monitor.UntilLostAsync(pings.Add, stop.Token);

        for (var n = 0; n < 5; n++) await AdvanceAsync(time, _interval);

        Assert.False(lost.IsCompleted);
        Assert.Equal([1, 2, 3, 4, 5], pings.Select(ping => ping.Number));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost);
    }

    [Fact]
    public async Task A_pong_completes_the_newest_round_trip_only()
    {
        var time = new ManualTimeProvider();
        var monitor = new HeartbeatMonitor(_interval, time.GetTimestamp, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var lost = monitor.UntilLostAsync(_ => { }, stop.Token);
        await AdvanceAsync(time, _interval);
        await AdvanceAsync(time, _interval);
        await AdvanceAsync(time, TimeSpan.FromSeconds(2));

        Assert.Null(monitor.RoundTrip(new PongFrame(0)));
        Assert.Null(monitor.RoundTrip(new PongFrame(1)));
        Assert.Equal(TimeSpan.FromSeconds(2), monitor.RoundTrip(new PongFrame(2)));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost);
    }

    private static async Task AdvanceAsync(ManualTimeProvider time, TimeSpan by)
    {
        await time.WaitForTimersAsync();
        time.Advance(by);
    }
}
