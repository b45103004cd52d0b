namespace Pdp.ControlStub.Gateway.Admission;

/// <summary>
/// How many handshakes a second this machine manages, measured only while others wait: what a half idle process does says nothing of
/// what it could do. What is assumed at first counts for five seconds, for a process that has just begun is slow until its code is
/// compiled, and that is when a herd comes; what was measured counts for ten. Never below a quarter of what is assumed: a machine that is
/// held up for a moment must not turn its agents away for minutes. Not safe for several threads.
/// </summary>
/// <param name="assumed">What is assumed before anything was measured; above 0.</param>
/// <param name="time">The clock.</param>
internal sealed class HandshakeRate(double assumed, TimeProvider time)
{
    private static readonly TimeSpan _stretch = TimeSpan.FromSeconds(1);

    /// <summary>Most seconds for which what was measured before counts as much as what comes.</summary>
    private const double MostMemorySeconds = 10;

    private readonly double _least = assumed / 4;
    private double _memorySeconds = 5;
    private double _measured = assumed;
    private long _since = time.GetTimestamp();
    private int _done;

    /// <summary>The rate.</summary>
    public double PerSecond => Math.Max(_measured, _least);

    /// <summary>Notes that a handshake is over.</summary>
    /// <param name="othersWait">Whether there is a line.</param>
    public void Done(bool othersWait)
    {
        if (!othersWait)
        {
            Begin();
            return;
        }

        _done++;
        var elapsed = time.GetElapsedTime(_since);
        if (elapsed < _stretch)
            return;
        var weight = elapsed.TotalSeconds / (elapsed.TotalSeconds + _memorySeconds);
        _memorySeconds = Math.Min(_memorySeconds + elapsed.TotalSeconds, MostMemorySeconds);
        _measured += ((_done / elapsed.TotalSeconds) - _measured) * weight;
        Begin();
    }

    /// <summary>Begins to measure anew: a line forms, or is gone.</summary>
    public void Begin() => (_since, _done) = (time.GetTimestamp(), 0);
}
