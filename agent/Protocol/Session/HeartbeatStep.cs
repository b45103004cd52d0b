namespace Pdp.Protocol.Session;

/// <summary>The next step and when to look again.</summary>
/// <param name="Action">What to do now.</param>
/// <param name="Again">How long until there is something to do.</param>
public sealed record HeartbeatStep(HeartbeatAction Action, TimeSpan Again)
{
    /// <summary>Intervals of silence that a session survives.</summary>
    public const int Missed = 2;

    /// <summary>Decides the next step.</summary>
    /// <param name="interval">Time between two pings.</param>
    /// <param name="sincePing">Time since this side last sent a ping.</param>
    /// <param name="sinceHeard">Time since anything came from the peer, of whatever kind.</param>
    public static HeartbeatStep Next(TimeSpan interval, TimeSpan sincePing, TimeSpan sinceHeard)
    {
        var untilLost = (interval * Missed) - sinceHeard;
        if (untilLost <= TimeSpan.Zero) return new(HeartbeatAction.Lost, TimeSpan.Zero);
        var untilPing = interval - sincePing;
        return untilPing <= TimeSpan.Zero
            ? new(HeartbeatAction.Ping, Least(interval, untilLost))
            : new(HeartbeatAction.Wait, Least(untilPing, untilLost));
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
