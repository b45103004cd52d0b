using System.Text.RegularExpressions;
using Pdp.Core.Logs;
using Pdp.LogStore.Queries;

namespace Pdp.LogStore.Tests.Support;

/// <summary>The store as a list, and a search as its plain meaning: no blocks, no index, no cursor.</summary>
internal sealed class Oracle
{
    private readonly List<StoredEntry> _all = [];

    public void Add(LogSource source, IEnumerable<LogEntry> entries)
    {
        foreach (var entry in entries) _all.Add(new StoredEntry(_all.Count + 1, source, entry));
    }

    public List<StoredEntry> Answer(LogQuery query)
    {
        var found = _all.Where(one =>
            query.Scopes.Any(scope => scope.Contains(one.Source)) && one.Entry.Time >= query.Start && one.Entry.Time < query.End
            && (one.Entry.Missing > 0 || query.Levels.Count == 0 || query.Levels.Contains(one.Entry.Level))
            && Says(query.Search, one.Entry));
        return
        [
            .. query.Order switch
            {
                SortOrder.NewestFirst => found.OrderByDescending(one => one.Entry.Time).ThenByDescending(one => one.Id),
                SortOrder.OldestFirst => found.OrderBy(one => one.Entry.Time).ThenBy(one => one.Id),
                _ => found.OrderBy(one => one.Id),
            },
        ];
    }

    private static bool Says(string? search, LogEntry entry)
    {
        if (string.IsNullOrEmpty(search)) return true;
        var texts = new[] { entry.Message, entry.Fields ?? "" };
        if (search.StartsWith('/')) return texts.Any(text => Regex.IsMatch(text, search[1..^1], RegexOptions.NonBacktracking, TimeSpan.FromSeconds(5)));
        return search.Split(' ').All(term => term.StartsWith('-') ? !texts.Any(text => Has(text, term[1..])) : texts.Any(text => Has(text, term)));
    }

    // Word borders by a regular expression, case by its own rules: another way than the store's.
    private static bool Has(string text, string term)
    {
        var prefix = term.EndsWith('*');
        var bare = prefix ? term[..^1] : term;
        var begins = char.IsLetterOrDigit(bare[0]) ? @"(?<![\p{L}\p{Nd}])" : "";
        var ends = !prefix && char.IsLetterOrDigit(bare[^1]) ? @"(?![\p{L}\p{Nd}])" : "";
        return Regex.IsMatch(text, begins + Regex.Escape(bare) + ends, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
    }
}
