using Pdp.History.Events;

namespace Pdp.History.Recording;

/// <summary>One line of a history.</summary>
/// <param name="Number">Its place, from 1 without gaps.</param>
/// <param name="At">When, UTC. For people: order is by number.</param>
/// <param name="Actor">
/// Who did it: <c>operator</c>, <c>stub-1/2</c>, <c>agent-a/3</c>. What stands after the slash counts incarnations of one name.
/// </param>
/// <param name="Event">What happened.</param>
public sealed record HistoryRecord(long Number, DateTimeOffset At, string Actor, HistoryEvent Event)
{
    /// <summary>The actor without its incarnation.</summary>
    public string Name => Actor.Split('/')[0];

    /// <summary>One line for people.</summary>
    public override string ToString() => $"#{Number} {At.UtcDateTime:HH:mm:ss.fff} {Actor}: {Event}";
}
