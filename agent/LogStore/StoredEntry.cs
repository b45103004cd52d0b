using Pdp.Core.Logs;

namespace Pdp.LogStore;

/// <summary>An entry as it is kept.</summary>
/// <param name="Id">Grows by one with each entry stored, over all sources and restarts.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Entry">What it says.</param>
public sealed record StoredEntry(long Id, LogSource Source, LogEntry Entry);
