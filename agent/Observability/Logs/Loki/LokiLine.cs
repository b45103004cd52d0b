using Pdp.Core.Logs;
using Pdp.Core.Logs.Lines;
using Pdp.LogStore;

namespace Pdp.Observability.Logs.Loki;

/// <summary>A line as Loki keeps it.</summary>
/// <param name="Nanoseconds">When it was written, since 1970.</param>
/// <param name="Source">Whose it is.</param>
/// <param name="Text">What was written.</param>
internal sealed record LokiLine(long Nanoseconds, LogSource Source, string Text)
{
    private const long NanosecondsPerTick = 100;

    /// <summary>In which order lines of one moment stand: the same at every question.</summary>
    public static IComparer<LokiLine> Order { get; } = Comparer<LokiLine>.Create(static (one, other) =>
    {
        var byTime = one.Nanoseconds.CompareTo(other.Nanoseconds);
        return byTime != 0 ? byTime : string.CompareOrdinal(one.Key, other.Key);
    });

    private string Key => $"{Source.Organization}/{Source.Project}/{Source.Environment}/{Source.Component}/{Source.Pod}/{Source.Container}";

    /// <summary>The time as Loki counts it, within what it can count.</summary>
    public static long Count(DateTimeOffset time) =>
        Math.Clamp((time - DateTimeOffset.UnixEpoch).Ticks, 0, long.MaxValue / NanosecondsPerTick) * NanosecondsPerTick;

    /// <summary>The line as the agent's own store would have it.</summary>
    public StoredEntry ToEntry(long id)
    {
        var parsed = LineParser.Parse(Text);
        var time = DateTimeOffset.UnixEpoch.AddTicks(Nanoseconds / NanosecondsPerTick);
        return new StoredEntry(id, Source, new LogEntry(time, parsed.Level, parsed.Message, parsed.Fields));
    }
}
