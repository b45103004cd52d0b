using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel;

/// <summary>
/// When to try again: full jitter under a cap that is as long as the trouble has lasted. So pauses grow exponentially, a fleet that lost its
/// control plane at once does not come back at once, and nobody stays away much longer than the trouble: counting attempts instead
/// would send who drew a few short pauses away for a minute, after a restart of seconds. Pure: time and randomness come in.
/// </summary>
/// <param name="min">Cap of the first delay, unless the server paces it.</param>
/// <param name="max">Cap of every delay, unless the server paces it.</param>
internal sealed class ReconnectPolicy(TimeSpan min, TimeSpan max)
{
    /// <summary>The delay before the next attempt.</summary>
    /// <param name="troubled">How long it has been since the last attempt that was good; 0 or more.</param>
    /// <param name="pacing">The bounds the server last gave, if any.</param>
    /// <param name="retryAfter">
    /// The pause the server asked for, if any: nothing shorter, and a first delay's jitter on top, for the server spreads its agents itself.
    /// </param>
    /// <param name="random">0 up to but not 1.</param>
    public TimeSpan Delay(TimeSpan troubled, ReconnectPacing? pacing, TimeSpan? retryAfter, double random)
    {
        var first = pacing is null ? min : TimeSpan.FromSeconds(pacing.MinSeconds);
        var last = pacing is null ? max : TimeSpan.FromSeconds(pacing.MaxSeconds);
        var cap = retryAfter is null && troubled > first ? troubled : first;
        return (retryAfter ?? TimeSpan.Zero) + ((cap < last ? cap : last) * random);
    }
}
