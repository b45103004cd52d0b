namespace Pdp.Testing;

/// <summary>A timer of <see cref="ManualTimeProvider"/>, which holds its schedule.</summary>
internal sealed class ManualTimer(ManualTimeProvider clock, Action callback) : ITimer
{
    private volatile bool _disposed;

    /// <summary>Guarded by the clock's lock.</summary>
    public long DueAt { get; set; }

    /// <summary>Guarded by the clock's lock.</summary>
    public TimeSpan Period { get; set; }

    /// <summary>Guarded by the clock's lock; tells timers of the same due time apart.</summary>
    public long Order { get; set; }

    public void Fire()
    {
        if (!_disposed) callback();
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed) return false;
        clock.Schedule(this, dueTime, period);
        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        clock.Remove(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
