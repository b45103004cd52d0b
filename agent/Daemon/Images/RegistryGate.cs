using Pdp.Core.Ports;

namespace Pdp.Daemon.Images;

/// <summary>Keeps a registry that is down or throttles from being asked again and again: nobody asks until a pause is over that grows.</summary>
internal sealed class RegistryGate(TimeProvider time, Chance chance)
{
    private static readonly TimeSpan _first = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(1);
    private const int MostDoublings = 10;

    private readonly Lock _lock = new();
    private int _failures;
    private string _why = "";
    private DateTimeOffset _failedAt = DateTimeOffset.MinValue;
    private DateTimeOffset _closedUntil = DateTimeOffset.MinValue;

    /// <summary>Whether the registry may be asked.</summary>
    /// <returns>When the call begins.</returns>
    /// <exception cref="RegistryException">Not now; it says why the last call failed, and when to come back.</exception>
    public DateTimeOffset Enter()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            return now >= _closedUntil ? now : throw new RegistryException(RegistryFault.Unavailable, _why, _closedUntil - now);
        }
    }

    /// <summary>The registry answered.</summary>
    public void Answered()
    {
        lock (_lock) _failures = 0;
    }

    /// <summary>A call failed.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="begun">When it began: calls that were under way together are one failure.</param>
    /// <returns>When to come back; null where the registry as a whole is well.</returns>
    public TimeSpan? Failed(RegistryException failure, DateTimeOffset begun)
    {
        lock (_lock)
        {
            if (failure.Fault is not (RegistryFault.Unavailable or RegistryFault.Throttled))
            {
                _failures = 0;
                return null;
            }
            var now = time.GetUtcNow();
            if (begun > _failedAt) _failures++;
            (_why, _failedAt) = (failure.Message, now);
            var until = now + (failure.RetryAfter ?? Pause());
            if (until > _closedUntil) _closedUntil = until;
            return _closedUntil - now;
        }
    }

    private TimeSpan Pause()
    {
        var pause = _first * Math.Pow(2, Math.Min(Math.Max(_failures, 1) - 1, MostDoublings));
        return (pause < _longest ? pause : _longest) * (0.75 + (chance() / 2));
    }
}
