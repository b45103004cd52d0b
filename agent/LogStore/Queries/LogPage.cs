namespace Pdp.LogStore.Queries;

/// <summary>An answer.</summary>
/// <param name="Entries">What was found, in the order asked for.</param>
/// <param name="Next">Where the next page begins; null when there is nothing more. It stays good while lines come and go.</param>
/// <param name="Partial">
/// The time ended before <c>limit</c> entries were found, and <paramref name="Next"/> goes on from there; or a damaged segment was left out.
/// </param>
/// <param name="Took">How long it took.</param>
public sealed record LogPage(IReadOnlyList<StoredEntry> Entries, string? Next, bool Partial, TimeSpan Took);
