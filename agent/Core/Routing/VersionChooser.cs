using Pdp.Core.Render;

namespace Pdp.Core.Routing;

/// <summary>
/// Decides which version a major version leads to: the newest healthy one. Moves up, and away from one that only ails, wait until things have been
/// so for a while, so that a version that comes and goes does not take its callers along. A version that cannot be called is left at once:
/// nobody gains by waiting. Versions of another major version are never among the candidates.
/// </summary>
public static class VersionChooser
{
    /// <summary>Chooses.</summary>
    /// <param name="candidates">The versions of one major version.</param>
    /// <param name="current">The intent it leads to now; null when to none.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="settle">How long a version is healthy before it is moved to, or ails before it is left.</param>
    public static VersionChoice Choose(IReadOnlyList<VersionCandidate> candidates, string? current, DateTimeOffset now, TimeSpan settle)
    {
        var here = candidates.FirstOrDefault(candidate => candidate.IntentId == current);
        return here switch
        {
            null or { Standing: Standing.Down or Standing.Leaving } => new VersionChoice(Best(candidates)?.IntentId ?? here?.IntentId),
            { Standing: Standing.Ailing } when Newest(candidates, Standing.Healthy) is { } other =>
                Later(now, settle, here.Since, other.IntentId, here.IntentId),
            _ => MoveUp(candidates, here, now, settle),
        };
    }

    private static VersionChoice MoveUp(
        IReadOnlyList<VersionCandidate> candidates, VersionCandidate here, DateTimeOffset now, TimeSpan settle)
    {
        var newer = candidates.Where(candidate => candidate.Standing == Standing.Healthy && IsNewer(candidate, here)).ToList();
        var settled = newer.Where(candidate => now - candidate.Since >= settle).ToList();
        var target = Newest(settled, Standing.Healthy) ?? here;
        var waiting = newer.Where(candidate => now - candidate.Since < settle && IsNewer(candidate, target)).ToList();
        return new VersionChoice(target.IntentId, waiting.Count == 0 ? null : waiting.Min(candidate => candidate.Since) + settle);
    }

    private static VersionChoice Later(DateTimeOffset now, TimeSpan settle, DateTimeOffset since, string there, string here) =>
        now - since >= settle ? new VersionChoice(there) : new VersionChoice(here, since + settle);

    // In need, one that is just being rolled out is better than one that cannot be called.
    private static VersionCandidate? Best(IReadOnlyList<VersionCandidate> candidates) =>
        Newest(candidates, Standing.Healthy) ?? Newest(candidates, Standing.Serving);

    private static VersionCandidate? Newest(IEnumerable<VersionCandidate> candidates, Standing standing) => candidates
        .Where(candidate => candidate.Standing == standing)
        .OrderDescending(Comparer<VersionCandidate>.Create(Order))
        .FirstOrDefault();

    private static bool IsNewer(VersionCandidate candidate, VersionCandidate other) => Order(candidate, other) > 0;

    // Two intents of one version cannot both be applied; should it look so for a moment, the choice is the same each time all the same.
    private static int Order(VersionCandidate left, VersionCandidate right) =>
        VersionTrack.Compare(left.Track, right.Track) is var order and not 0 ? order : string.CompareOrdinal(left.IntentId, right.IntentId);
}
