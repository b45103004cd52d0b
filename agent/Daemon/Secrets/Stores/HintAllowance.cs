namespace Pdp.Daemon.Secrets.Stores;

/// <summary>
/// How many hints a store is asked early for: a burst of 60, and one a second after that, so that whoever gives hints cannot make the agent
/// ask more than about twice as often as it would. Not safe for several threads.
/// </summary>
internal sealed class HintAllowance(TimeProvider time)
{
    /// <summary>Most at once.</summary>
    public const int Burst = 60;

    private static readonly TimeSpan _each = TimeSpan.FromSeconds(1);

    private double _left = Burst;
    private long _at = time.GetTimestamp();

    /// <summary>Takes one; false when there is none left now.</summary>
    public bool TryTake()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(Burst, _left + (time.GetElapsedTime(_at, now) / _each));
        _at = now;
        if (_left < 1) return false;
        _left--;
        return true;
    }
}
