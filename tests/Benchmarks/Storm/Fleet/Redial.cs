using Pdp.Protocol.Frames;

namespace Pdp.Benchmarks.Storm.Fleet;

/// <summary>When an agent dials again: the real agent's rule, full jitter under an exponential cap, or when the server says.</summary>
internal sealed class Redial
{
    private const double FirstCap = 1;
    private const double LastCap = 60;

    private ReconnectPacing _pacing = new(FirstCap, LastCap);
    private int _failures;

    /// <summary>Whether the attempt before was refused.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>The pause after an attempt.</summary>
    public TimeSpan After(Attempt attempt)
    {
        WasRefused = attempt.Refused;
        _failures = attempt.Welcome is null ? _failures + 1 : 0;
        _pacing = attempt.Welcome is null ? _pacing : attempt.Welcome.Reconnect ?? new ReconnectPacing(FirstCap, LastCap);
        var doublings = attempt.RetryAfter is null ? Math.Min(_failures, 30) : 0;
        var cap = Math.Min(_pacing.MaxSeconds, _pacing.MinSeconds * Math.Pow(2, doublings));
        return (attempt.RetryAfter ?? TimeSpan.Zero) + TimeSpan.FromSeconds(cap * Random.Shared.NextDouble());
    }
}

/// <summary>How an attempt ended.</summary>
/// <param name="Welcome">The welcome of the session, if there was one.</param>
/// <param name="Refused">Whether the server answered that it had no room.</param>
/// <param name="RetryAfter">The pause it asked for.</param>
internal sealed record Attempt(WelcomeFrame? Welcome, bool Refused, TimeSpan? RetryAfter);
