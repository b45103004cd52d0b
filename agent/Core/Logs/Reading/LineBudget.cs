namespace Pdp.Core.Logs.Reading;

/// <summary>
/// How fast a container may write, by the times of its lines and not by a clock: what is read late, after a restart, is not too fast, and a log
/// read twice is cut in the same places.
/// </summary>
/// <param name="perSecond">Lines a second in the long run; 1 or more.</param>
/// <param name="burst">Lines at once; 1 or more.</param>
internal sealed class LineBudget(double perSecond, double burst)
{
    // What was used up; it wears off with time.
    private double _used;
    private DateTimeOffset? _last;

    /// <summary>Whether a line of this time is within it.</summary>
    public bool Take(DateTimeOffset time)
    {
        if (_last is { } last && time > last) _used = Math.Max(0, _used - ((time - last).TotalSeconds * perSecond));
        // A clock set back gives nothing, and does not count as progress afterwards.
        if (_last is null || time > _last) _last = time;
        if (_used + 1 > burst) return false;
        _used++;
        return true;
    }
}
