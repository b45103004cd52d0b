namespace Pdp.Benchmarks.Storm.Fleet;

/// <summary>What a fleet has seen so far. Everything but <see cref="Connected"/> only rises.</summary>
/// <param name="Connected">Agents in a session now: welcomed, and not cut off since.</param>
/// <param name="Welcomes">Sessions opened.</param>
/// <param name="Refused">Dials answered 429 or 503.</param>
/// <param name="RefusedTwice">Dials answered so whose agent had been refused by its dial before, too.</param>
/// <param name="Failed">Dials that came to nothing in another way: nobody listened, cut, out of time.</param>
/// <param name="TimedOut">Those of <paramref name="Failed"/> that were out of time.</param>
/// <param name="Acknowledged">Intents and removals acknowledged.</param>
/// <param name="Compared">Sessions in which the server asked for the inventory.</param>
/// <param name="SlowestDial">The longest a dial took from its first packet to <c>welcome</c>, milliseconds.</param>
/// <param name="LongestPause">The longest an agent paused before it dialled again, milliseconds.</param>
internal sealed record FleetCounts(
    int Connected, long Welcomes, long Refused, long RefusedTwice, long Failed, long TimedOut, long Acknowledged, long Compared, long SlowestDial,
    long LongestPause)
{
    /// <summary>Agents that have their certificate.</summary>
    public int Enrolled { get; init; }
}
