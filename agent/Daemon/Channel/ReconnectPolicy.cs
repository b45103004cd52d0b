using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel;

/// <summary>
/// When to dial again: exponential with full jitter, so that a fleet that lost its control plane at once does not come back at
/// once. Pure: counts and randomness come in.
/// </summary>
/// <param name="min">Cap of the first delay, unless the server paces it.</param>
/// <param name="max">Cap of every delay, unless the server paces it.</param>
internal sealed class ReconnectPolicy(TimeSpan min, TimeSpan max)
{
    /// <summary>The delay before the next dial.</summary>
    /// <param name="failures">Attempts since the last that was good; 0 or more.</param>
    /// <param name="pacing">The bounds the server last gave, if any.</param>
    /// <param name="retryAfter">
    /// The pause the server asked for, if any: nothing shorter, and a first delay's jitter on top, for the server spreads its agents itself.
    /// </param>
    /// <param name="random">0 up to but not 1.</param>
    public TimeSpan Delay(int failures, ReconnectPacing? pacing, TimeSpan? retryAfter, double random)
    {
        var first = pacing is null ? min : TimeSpan.FromSeconds(pacing.MinSeconds);
        var last = pacing is null ? max : TimeSpan.FromSeconds(pacing.MaxSeconds);
        var doublings = retryAfter is null ? Math.Min(failures, 30) : 0;
        var cap = Math.Min(last.TotalSeconds, first.TotalSeconds * Math.Pow(2, doublings));
        return (retryAfter ?? TimeSpan.Zero) + TimeSpan.FromSeconds(cap * random);
    }
}
