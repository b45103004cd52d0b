namespace Pdp.Daemon.Reconcile;

/// <summary>
/// How long to wait after failures in a row: doubling, capped, and spread by chance so that many do not come back at once.
/// </summary>
internal static class Backoff
{
    /// <summary>The pause.</summary>
    /// <param name="failures">Failures in a row; 1 or more.</param>
    /// <param name="chance">0..1, from a source of randomness.</param>
    /// <param name="options">Base and cap.</param>
    /// <returns>From half of the doubled base up to the whole of it, never above the cap.</returns>
    public static TimeSpan After(int failures, double chance, ReconcileOptions options)
    {
        var doublings = Math.Min(failures - 1, 30);
        var whole = Math.Min(options.RetryBase.TotalMilliseconds * Math.Pow(2, doublings), options.RetryMax.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(whole * (0.5 + (chance / 2)));
    }
}
