namespace Pdp.Testing;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire inside <see cref="Advance"/>, in the order of their due times,
/// with the clock showing each timer's own due time while it fires. Monotonic and wall clock move together unless
/// <see cref="SetUtcNow"/> sets the wall clock alone, as a corrected system clock does.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private TaskCompletionSource _changed = NewSignal();
    private DateTimeOffset _utcNow;
    private long _elapsedTicks;
    private long _nextOrder;

    /// <summary>Starts at a fixed moment of the year 2030, so that no test depends on today.</summary>
    public ManualTimeProvider() : this(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero))
    {
    }

    public ManualTimeProvider(DateTimeOffset start) => _utcNow = start.ToUniversalTime();

    /// <summary>How far the clock has been moved since the start.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(GetTimestamp());

    /// <summary>How many timers are waiting. A pending <c>Task.Delay</c> is one.</summary>
    public int ActiveTimers
    {
        get { lock (_lock) return _timers.Count; }
    }

    /// <summary>Time until the next timer is due; null when none waits.</summary>
    public TimeSpan? NextTimerDue
    {
        get { lock (_lock) return Next() is { } next ? TimeSpan.FromTicks(Math.Max(0, next.DueAt - _elapsedTicks)) : null; }
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _utcNow;
    }

    public override long GetTimestamp()
    {
        lock (_lock) return _elapsedTicks;
    }

    /// <summary>Moves the clock by <paramref name="by"/> and fires all that falls due, timers armed meanwhile included.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long target;
        lock (_lock) target = _elapsedTicks + by.Ticks;
        while (TakeDue(target) is { } due) due.Fire();
    }

    /// <summary>Sets the wall clock only, backwards too; timers and timestamps do not notice.</summary>
    public void SetUtcNow(DateTimeOffset now)
    {
        lock (_lock) _utcNow = now.ToUniversalTime();
    }

    /// <summary>
    /// Waits in real time until at least <paramref name="count"/> timers wait: the code under test has reached its delay.
    /// </summary>
    /// <exception cref="TimeoutException">They did not come within <paramref name="within"/> (10 s unless given).</exception>
    public async Task WaitForTimersAsync(int count = 1, TimeSpan? within = null, CancellationToken cancellationToken = default)
    {
        var deadline = within ?? TimeSpan.FromSeconds(10);
        var started = System.GetTimestamp();
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_timers.Count >= count) return;
                changed = _changed.Task;
            }
            var left = deadline - System.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) throw new TimeoutException($"{count} timers were expected, {ActiveTimers} wait after {deadline}.");
            try
            {
                await changed.WaitAsync(left, System, cancellationToken);
            }
            catch (TimeoutException)
            {
                // The loop looks once more and names the numbers.
            }
        }
    }

    /// <summary>Moves the clock in steps, giving the code under test real time in between, until the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not hold within <paramref name="within"/> of real time (10 s unless given).</exception>
    public Task AdvanceUntilAsync(Func<bool> condition, TimeSpan step, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        Eventually.TrueAsync(
            () =>
            {
                if (condition()) return true;
                Advance(step);
                return condition();
            },
            within,
            cancellationToken: cancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Schedule(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.DueAt = _elapsedTicks + dueTime.Ticks;
                timer.Period = period;
                timer.Order = _nextOrder++;
                _timers.Add(timer);
            }
        }
        Signal();
        // As the system's timers do: a due time of zero fires without anybody moving the clock.
        if (dueTime == TimeSpan.Zero) ThreadPool.QueueUserWorkItem(static clock => clock.Advance(TimeSpan.Zero), this, preferLocal: false);
    }

    internal void Remove(ManualTimer timer)
    {
        lock (_lock) _timers.Remove(timer);
        Signal();
    }

    private ManualTimer? TakeDue(long target)
    {
        lock (_lock)
        {
            var next = Next() is { } candidate && candidate.DueAt <= target ? candidate : null;
            MoveTo(next?.DueAt ?? target);
            if (next is null) return null;
            _timers.Remove(next);
            if (next.Period > TimeSpan.Zero)
            {
                next.DueAt += next.Period.Ticks;
                next.Order = _nextOrder++;
                _timers.Add(next);
            }
            return next;
        }
    }

    private void MoveTo(long ticks)
    {
        if (ticks <= _elapsedTicks) return;
        _utcNow = _utcNow.AddTicks(ticks - _elapsedTicks);
        _elapsedTicks = ticks;
    }

    private ManualTimer? Next() => _timers.OrderBy(timer => timer.DueAt).ThenBy(timer => timer.Order).FirstOrDefault();

    private void Signal() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
