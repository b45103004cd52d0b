using Pdp.Core.Logs;

namespace Pdp.LogStore.Segments;

/// <summary>A position, and when it was stored: of two of one source in different segments the later counts.</summary>
/// <param name="Position">How far the source was read.</param>
/// <param name="Version">Grows with each transaction of the store.</param>
internal sealed record StoredPosition(LogPosition Position, long Version);
