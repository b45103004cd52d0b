namespace Pdp.Benchmarks.Storm.Fleet;

/// <summary>Where the agents of a fleet note what happens to them. Safe for several threads.</summary>
internal sealed class FleetLedger
{
    private int _connected;
    private long _welcomes;
    private long _refused;
    private long _refusedTwice;
    private long _failed;
    private long _timedOut;
    private long _acknowledged;
    private long _compared;
    private long _slowestDial;
    private long _longestPause;

    public FleetCounts Counts => new(
        Volatile.Read(ref _connected),
        Interlocked.Read(ref _welcomes),
        Interlocked.Read(ref _refused),
        Interlocked.Read(ref _refusedTwice),
        Interlocked.Read(ref _failed),
        Interlocked.Read(ref _timedOut),
        Interlocked.Read(ref _acknowledged),
        Interlocked.Read(ref _compared),
        Interlocked.Read(ref _slowestDial),
        Interlocked.Read(ref _longestPause));

    public void Welcomed(TimeSpan dial)
    {
        Interlocked.Increment(ref _welcomes);
        Interlocked.Increment(ref _connected);
        Raise(ref _slowestDial, dial);
    }

    public void Paused(TimeSpan pause) => Raise(ref _longestPause, pause);

    public void Left() => Interlocked.Decrement(ref _connected);

    public void Refused(bool again)
    {
        Interlocked.Increment(ref _refused);
        if (again)
        {
            Interlocked.Increment(ref _refusedTwice);
        }
    }

    public void Failed(bool timedOut)
    {
        Interlocked.Increment(ref _failed);
        if (timedOut)
        {
            Interlocked.Increment(ref _timedOut);
        }
    }

    public void Acknowledged() => Interlocked.Increment(ref _acknowledged);

    public void Compared() => Interlocked.Increment(ref _compared);

    private static void Raise(ref long longest, TimeSpan time)
    {
        var milliseconds = (long)time.TotalMilliseconds;
        for (var seen = Interlocked.Read(ref longest); milliseconds > seen;)
        {
            var before = Interlocked.CompareExchange(ref longest, milliseconds, seen);
            seen = before == seen ? milliseconds : before;
        }
    }
}
