namespace Pdp.Protocol.Schema;

/// <summary>Guesses which known name was meant.</summary>
internal static class Spelling
{
    private const int MostEdits = 2;
    private const int ShortestName = 4;
    private const int LongestName = 40;

    /// <summary>The known name at most two edits away, the nearest first; null when there is none.</summary>
    public static string? Closest(string name, IEnumerable<string> known) =>
        name.Length is < ShortestName or > LongestName
            ? null
            : known
                .Select(candidate => (Name: candidate, Edits: Edits(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
                .Where(candidate => candidate.Edits <= MostEdits && candidate.Edits <= candidate.Name.Length / 2)
                .OrderBy(candidate => candidate.Edits)
                .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
                .Select(candidate => candidate.Name)
                .FirstOrDefault();

    // Levenshtein's distance, one row at a time.
    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
