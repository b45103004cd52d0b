using Pdp.Core.Ports;

namespace Pdp.Daemon.Secrets.Stores;

/// <summary>
/// When a store is asked next: every refresh while all is well, sooner at first and then at longer and longer intervals while something is
/// missing. Used by one loop alone.
/// </summary>
/// <param name="refresh">The interval while all is well, and the longest one.</param>
/// <param name="chance">Spreads the intervals, so that many stores and planes do not ask at once.</param>
internal sealed class StoreRhythm(TimeSpan refresh, Chance chance)
{
    private static readonly TimeSpan _first = TimeSpan.FromSeconds(5);
    private const int MostDoublings = 16;

    private int _failures;
    private int _lacking;
    private double _spread = chance();
    private TimeSpan _leftAlone;

    /// <summary>Whether the last round failed and the one before did not.</summary>
    public bool IsFirstFailure => _failures == 1;

    /// <summary>How long after the last whole round the next one is due.</summary>
    public TimeSpan Pause
    {
        get
        {
            var tries = Math.Max(_failures, _lacking);
            var sooner = tries == 0 ? refresh : _first * Math.Pow(2, Math.Min(tries - 1, MostDoublings));
            var pause = (sooner < refresh ? sooner : refresh) * (0.9 + (_spread / 5));
            return pause > _leftAlone ? pause : _leftAlone;
        }
    }

    /// <summary>Since when the store fails; null while it answers.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    /// <summary>The store answered, or failed.</summary>
    /// <param name="failure">Why it did not tell all; null when it did.</param>
    /// <param name="now">Now, UTC.</param>
    /// <returns>Whether that is another thing than before.</returns>
    public bool Answered(SecretStoreException? failure, DateTimeOffset now)
    {
        var (isFailure, wasFailing) = (failure is not null, _failures > 0);
        _leftAlone = (failure as SecretStoreUnavailableException)?.RetryAfter ?? TimeSpan.Zero;
        _failures = isFailure ? _failures + 1 : 0;
        _spread = chance();
        FailingSince = isFailure ? FailingSince ?? now : null;
        return wasFailing != isFailure;
    }

    /// <summary>Whether everything wanted is there.</summary>
    public void Whole(bool isWhole) => _lacking = isWhole ? 0 : _lacking + 1;
}
