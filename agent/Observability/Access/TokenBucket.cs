namespace Pdp.Observability.Access;

/// <summary>A rate with a burst. Not safe for several threads.</summary>
/// <param name="perSecond">How fast it fills.</param>
/// <param name="size">How much it holds.</param>
/// <param name="now">The time, by the monotonic clock.</param>
internal sealed class TokenBucket(double perSecond, int size, TimeSpan now)
{
    private double _level = size;
    private TimeSpan _at = now;

    /// <summary>Whether it would be full now: nobody took from it for long.</summary>
    public bool IsFull(TimeSpan now) => Level(now) >= size;

    /// <summary>Takes one; null when there was one, otherwise how long until there is.</summary>
    public TimeSpan? Take(TimeSpan now)
    {
        (_level, _at) = (Level(now), now);
        if (_level < 1) return TimeSpan.FromSeconds((1 - _level) / perSecond);
        _level--;
        return null;
    }

    private double Level(TimeSpan now) => Math.Min(size, _level + ((now - _at).TotalSeconds * perSecond));
}
