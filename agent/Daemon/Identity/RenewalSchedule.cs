namespace Pdp.Daemon.Identity;

/// <summary>
/// When a certificate is renewed: at two thirds of its lifetime, a tenth of it earlier or later so that a fleet does not come at once;
/// after a failure again and again, with growing pauses. Pure.
/// </summary>
internal static class RenewalSchedule
{
    private static readonly TimeSpan _shortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestFirstPause = TimeSpan.FromMinutes(5);

    /// <summary>When it is due.</summary>
    /// <param name="obtainedAt">When the certificate came, by this agent's clock: issuers date it back a little.</param>
    /// <param name="notBefore">First moment it holds.</param>
    /// <param name="notAfter">Last moment it holds.</param>
    /// <param name="chance">0 up to but not 1.</param>
    public static DateTimeOffset Due(DateTimeOffset obtainedAt, DateTimeOffset notBefore, DateTimeOffset notAfter, double chance)
    {
        var from = obtainedAt > notBefore && obtainedAt < notAfter ? obtainedAt : notBefore;
        return from + ((notAfter - from) * ((2.0 / 3) - 0.1 + (0.2 * chance)));
    }

    /// <summary>The pause after a failure.</summary>
    /// <param name="lifetime">Of the certificate.</param>
    /// <param name="failures">In a row, 1 or more.</param>
    /// <param name="chance">0 up to but not 1.</param>
    public static TimeSpan Pause(TimeSpan lifetime, int failures, double chance)
    {
        var first = Clamp(lifetime / 100, _shortestPause, _longestFirstPause);
        var cap = Clamp(first * Math.Pow(2, Math.Min(failures - 1, 20)), first, Clamp(lifetime / 12, first, TimeSpan.MaxValue));
        return cap * (0.5 + (chance / 2));
    }

    private static TimeSpan Clamp(TimeSpan value, TimeSpan min, TimeSpan max) => value < min ? min : value > max ? max : value;
}
