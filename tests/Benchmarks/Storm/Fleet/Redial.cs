using Pdp.Protocol.Frames;

namespace Pdp.Benchmarks.Storm.Fleet;

/// <summary>When an agent dials again: the real agent's rule, full jitter under a cap as long as the trouble, or when the server says.</summary>
internal sealed class Redial
{
    private const double FirstCap = 1;
    private const double LastCap = 60;

    private ReconnectPacing _pacing = new(FirstCap, LastCap);
    private long _since = TimeProvider.System.GetTimestamp();

    /// <summary>Whether the attempt before was refused.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>The pause after an attempt.</summary>
    public TimeSpan After(Attempt attempt)
    {
        WasRefused = attempt.Refused;
        _since = attempt.Welcome is null ? _since : TimeProvider.System.GetTimestamp();
        _pacing = attempt.Welcome is null ? _pacing : attempt.Welcome.Reconnect ?? new ReconnectPacing(FirstCap, LastCap);
        var troubled = attempt.RetryAfter is null ? TimeProvider.System.GetElapsedTime(_since).TotalSeconds : 0;
        var cap = Math.Min(_pacing.MaxSeconds, Math.Max(_pacing.MinSeconds, troubled));
        return (attempt.RetryAfter ?? TimeSpan.Zero) + TimeSpan.FromSeconds(cap * Random.Shared.NextDouble());
    }
}

/// <summary>How an attempt ended.</summary>
/// <param name="Welcome">The welcome of the session, if there was one.</param>
/// <param name="Refused">Whether the server answered that it had no room.</param>
/// <param name="RetryAfter">The pause it asked for.</param>
internal sealed record Attempt(WelcomeFrame? Welcome, bool Refused, TimeSpan? RetryAfter);
