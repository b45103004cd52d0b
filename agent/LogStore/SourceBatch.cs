using Pdp.Core.Logs;

namespace Pdp.LogStore;

/// <summary>What was read of one source since the last time. Entries and position are stored together or not at all.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Entries">In the order they were read; may be empty when only the position moved.</param>
/// <param name="Position">How far the source has been read; null leaves it where it is.</param>
public sealed record SourceBatch(LogSource Source, IReadOnlyList<LogEntry> Entries, LogPosition? Position);
