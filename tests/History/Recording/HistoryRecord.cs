using System.Text.Json;
using System.Text.Json.Serialization;
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
    // A snapshot of a large plane is longer than anybody reads.
    private const int LongestLine = 300;

    /// <summary>The actor without its incarnation.</summary>
    [JsonIgnore]
    public string Name => Actor.Split('/')[0];

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var happened = JsonSerializer.Serialize(Event, HistoryJson.Default.HistoryEvent);
        return $"#{Number} {At.UtcDateTime:HH:mm:ss.fff} {Actor} {(happened.Length > LongestLine ? happened[..LongestLine] + "…" : happened)}";
    }
}
