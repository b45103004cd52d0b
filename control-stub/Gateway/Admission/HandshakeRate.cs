namespace Pdp.ControlStub.Gateway.Admission;

/// <summary>
/// How many handshakes a second this machine manages, measured only while others wait: what a half idle process does says nothing of
/// what it could do. Not safe for several threads.
/// </summary>
/// <param name="first">What is assumed before anything was measured; above 0.</param>
/// <param name="time">The clock.</param>
internal sealed class HandshakeRate(double first, TimeProvider time)
{
    private static readonly TimeSpan _stretch = TimeSpan.FromSeconds(1);

    private long _since = time.GetTimestamp();
    private int _done;

    /// <summary>The rate; the newest second counts as much as all before it.</summary>
    public double PerSecond { get; private set; } = first;

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
        PerSecond = (PerSecond + (_done / elapsed.TotalSeconds)) / 2;
        Begin();
    }

    /// <summary>Begins to measure anew: a line forms, or is gone.</summary>
    public void Begin() => (_since, _done) = (time.GetTimestamp(), 0);
}
