namespace Pdp.Simulation.Engine;

/// <summary>
/// Simulated time, and everything that will happen in it. Time stands still while anybody has anything to do, and then jumps to the next
/// event. Used by one thread only.
/// </summary>
internal sealed class Timeline
{
    private readonly PriorityQueue<Happening, (long At, long Order)> _coming = new();
    private long _order;

    /// <summary>Time since the beginning, in ticks of 100 ns.</summary>
    public long Now { get; private set; }

    /// <summary>How many events there were.</summary>
    public long Past { get; private set; }

    /// <summary>Has something happen after a while; cancel it by what is returned.</summary>
    public Happening After(TimeSpan delay, Action what)
    {
        var happening = new Happening(what);
        var at = Now + Math.Max(0, delay.Ticks);
        _coming.Enqueue(happening, (at, _order++));
        return happening;
    }

    /// <summary>Completes after a while.</summary>
    public Task WaitAsync(TimeSpan delay)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        After(delay, over.SetResult);
        return over.Task;
    }

    /// <summary>Jumps to the next event and lets it happen; false when there is none.</summary>
    public bool Step()
    {
        while (_coming.TryDequeue(out var next, out var when))
        {
            if (next.What is not { } what) continue;
            Now = when.At;
            Past++;
            what();
            return true;
        }
        return false;
    }
}

/// <summary>Something that will happen, unless it is cancelled.</summary>
internal sealed class Happening(Action what)
{
    public Action? What { get; private set; } = what;

    public void Cancel() => What = null;
}
