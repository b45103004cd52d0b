namespace Pdp.Simulation.Engine;

/// <summary>
/// The clock of one simulated process. Its timers fire through the process' lifeline; its wall clock can be wrong, and be set.
/// </summary>
internal sealed class ProcessClock(Timeline timeline, Lifeline life) : TimeProvider
{
    private static readonly DateTimeOffset _epoch = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>By how much the wall clock is wrong.</summary>
    public TimeSpan Skew { get; set; }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _epoch.AddTicks(timeline.Now) + Skew;

    public override long GetTimestamp() => timeline.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(ProcessClock clock, Action callback) : ITimer
    {
        private Happening? _next;
        private bool _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_isDisposed) return false;
            _next?.Cancel();
            _next = null;
            if (dueTime != Timeout.InfiniteTimeSpan) Arm(dueTime, period);
            return true;
        }

        public void Dispose()
        {
            _isDisposed = true;
            _next?.Cancel();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Arm(TimeSpan dueTime, TimeSpan period) => _next = clock.Schedule(dueTime, () =>
        {
            if (period > TimeSpan.Zero) Arm(period, period);
            clock.Deliver(() =>
            {
                if (!_isDisposed) callback();
            });
        });
    }

    private Happening Schedule(TimeSpan delay, Action what) => timeline.After(delay, what);

    private void Deliver(Action fire)
    {
        if (life.Cross("timer")) life.Deliver(fire);
    }
}
