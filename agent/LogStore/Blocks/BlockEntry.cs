using Pdp.Core.Logs;

namespace Pdp.LogStore.Blocks;

/// <summary>An entry inside a block.</summary>
internal readonly record struct BlockEntry(long Id, long Time, Severity Level, string Message, string? Fields, long Missing)
{
    public static BlockEntry Of(long id, LogEntry entry) =>
        new(id, entry.Time.UtcTicks, entry.Level, entry.Message, entry.Fields, entry.Missing);

    public LogEntry ToEntry() => new(new DateTimeOffset(Time, TimeSpan.Zero), Level, Message, Fields, Missing);
}
