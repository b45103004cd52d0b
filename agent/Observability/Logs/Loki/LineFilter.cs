using Pdp.Core.Logs;
using Pdp.LogStore;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Searching;

namespace Pdp.Observability.Logs.Loki;

/// <summary>Judges lines as the agent's own store does: whose they are, their level, what they say.</summary>
internal sealed class LineFilter
{
    private readonly IReadOnlyList<LogScope> _scopes;
    private readonly HashSet<Severity> _levels;
    private readonly Search _search;

    /// <exception cref="LogQueryException">The search cannot be read.</exception>
    public LineFilter(IReadOnlyList<LogScope> scopes, IEnumerable<Severity> levels, string? search)
    {
        _scopes = scopes;
        _levels = [.. levels];
        _search = SearchParser.Parse(search);
    }

    /// <summary>Words that stand in every line that is accepted, as far as that is known.</summary>
    public IEnumerable<string> Words =>
        _search.IndexQuery is { } index ? index.Split(" AND ").Select(term => term.Trim('*').Trim('"')) : [];

    /// <summary>Whether a line is wanted. Its scope is looked at once more: a Loki that is set up wrongly shall open nothing.</summary>
    public bool Accepts(StoredEntry entry) =>
        _scopes.Contain(entry.Source)
        && (_levels.Count == 0 || _levels.Contains(entry.Entry.Level))
        && _search.Matches(entry.Entry.Message, entry.Entry.Fields);
}
