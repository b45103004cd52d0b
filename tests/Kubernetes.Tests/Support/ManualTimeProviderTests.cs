using Pdp.Testing;

namespace Pdp.Kubernetes.Tests.Support;

/// <summary>The clock all other tests stand on.</summary>
public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Timers_fire_in_order_each_at_its_own_time_and_periods_repeat()
    {
        var told = new List<string>();
        using var late = Timer("late", 3);
        using var early = Timer("early", 1);
        using var again = Timer("again", 1, 1);

        _time.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal(["early@1", "again@1", "again@2"], told);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(["late@3", "again@3"], told[3..]);

        ITimer Timer(string name, double due, double? period = null) => _time.CreateTimer(
            _ => told.Add($"{name}@{_time.Elapsed.TotalSeconds}"), null, TimeSpan.FromSeconds(due), period is { } every ? TimeSpan.FromSeconds(every) : Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public void A_timer_armed_while_another_fires_still_falls_due_in_the_same_step()
    {
        var told = 0;
        using var second = _time.CreateTimer(_ => told++, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using var first = _time.CreateTimer(_ => second.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(1, told);
    }

    [Fact]
    public void A_timer_that_was_stopped_or_disposed_does_not_fire()
    {
        var told = 0;
        using var stopped = _time.CreateTimer(_ => told++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var disposed = _time.CreateTimer(_ => told++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        disposed.Dispose();

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal((0, 0), (told, _time.ActiveTimers));
    }

    [Fact]
    public async Task Delays_time_limits_and_timestamps_follow_the_clock()
    {
        var started = _time.GetTimestamp();
        var delay = Task.Delay(TimeSpan.FromSeconds(5), _time, Stop);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), _time);
        await _time.WaitForTimersAsync(2, cancellationToken: Stop);
        Assert.Equal(TimeSpan.FromSeconds(5), _time.NextTimerDue);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(delay.IsCompleted || limit.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        await delay;
        Assert.True(limit.IsCancellationRequested);
        Assert.Equal(TimeSpan.FromSeconds(5), _time.GetElapsedTime(started));
    }

    [Fact]
    public void A_corrected_wall_clock_moves_neither_timers_nor_timestamps()
    {
        using var timer = _time.CreateTimer(_ => Assert.Fail("Not due."), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _time.SetUtcNow(DateTimeOffset.UnixEpoch);
        _time.Advance(TimeSpan.FromSeconds(0.5));

        Assert.Equal((DateTimeOffset.UnixEpoch.AddSeconds(0.5), TimeSpan.FromSeconds(0.5)), (_time.GetUtcNow(), _time.Elapsed));
    }
}
