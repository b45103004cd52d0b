namespace Pdp.LogStore.Searching;

/// <summary>All of these terms, and none of those that are ruled out.</summary>
internal sealed class WordSearch(IReadOnlyList<SearchTerm> terms) : Search
{
    public override string? IndexQuery { get; } = Join(terms);

    private protected override bool Accepts(string message, string? fields)
    {
        foreach (var term in terms)
        {
            var found = term.IsIn(message) || (fields is not null && term.IsIn(fields));
            if (found == term.Excluded) return false;
        }
        return true;
    }

    private static string? Join(IReadOnlyList<SearchTerm> terms)
    {
        var wanted = terms.Where(term => !term.Excluded).SelectMany(term => term.IndexTerms()).Distinct(StringComparer.Ordinal).ToList();
        return wanted.Count == 0 ? null : string.Join(" AND ", wanted);
    }
}
