namespace Pdp.LogStore;

/// <summary>How much there is.</summary>
/// <param name="Bytes">Disk taken by segments.</param>
/// <param name="Entries">Entries in them.</param>
/// <param name="Segments">How many files.</param>
/// <param name="NewestId">The id of the entry stored last; 0 before the first.</param>
/// <param name="OldestId">The lowest id still there; one above <paramref name="NewestId"/> when there is none.</param>
public sealed record LogStoreUsage(long Bytes, long Entries, int Segments, long NewestId, long OldestId);
