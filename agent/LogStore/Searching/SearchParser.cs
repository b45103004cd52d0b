using System.Text;
using System.Text.RegularExpressions;
using Pdp.LogStore.Queries;

namespace Pdp.LogStore.Searching;

/// <summary>
/// Reads a search: <c>/regex/</c> or <c>/regex/i</c>, or words of which all must be there; <c>"in this order"</c>, <c>begin*</c>, <c>-without</c>.
/// </summary>
internal static class SearchParser
{
    /// <summary>Longest search, characters.</summary>
    public const int MaxLength = 1000;

    /// <summary>Most terms.</summary>
    public const int MaxTerms = 32;

    // For one text. Ample: the longest texts take some milliseconds.
    private static readonly TimeSpan PatternBudget = TimeSpan.FromSeconds(1);

    /// <exception cref="LogQueryException">It cannot be read; says what to change.</exception>
    public static Search Parse(string? search)
    {
        var text = search?.Trim() ?? "";
        if (text.Length == 0) return Search.Everything;
        if (text.Length > MaxLength) throw new LogQueryException($"search: at most {MaxLength} characters.");
        if (text is ['/', .., '/'] && text.Length > 2) return Pattern(text[1..^1], RegexOptions.None);
        if (text is ['/', .., '/', 'i'] && text.Length > 3) return Pattern(text[1..^2], RegexOptions.IgnoreCase);
        var terms = Terms(text).ToList();
        return terms.Count <= MaxTerms ? new WordSearch(terms) : throw new LogQueryException($"search: at most {MaxTerms} words.");
    }

    private static PatternSearch Pattern(string pattern, RegexOptions options)
    {
        try
        {
            return new PatternSearch(new Regex(
                pattern,
                options | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline,
                PatternBudget));
        }
        catch (RegexParseException wrong)
        {
            throw new LogQueryException($"search: the regular expression is wrong at character {wrong.Offset} ({wrong.Error}).", wrong);
        }
        catch (NotSupportedException wrong)
        {
            throw new LogQueryException(
                "search: the regular expression is too large, or looks around or back; use neither, and smaller repeats.", wrong);
        }
    }

    private static IEnumerable<SearchTerm> Terms(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var excluded = text[at] == '-' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
            if (excluded) at++;
            var (term, next) = text[at] == '"' ? Quoted(text, at) : Bare(text, at);
            at = next;
            var prefix = term.EndsWith('*') && term.Length > 1;
            if (term.Length > 0) yield return new SearchTerm(prefix ? term[..^1] : term, prefix, excluded);
        }
    }

    private static (string Term, int Next) Bare(string text, int at)
    {
        var end = at;
        while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
        return (text[at..end], end);
    }

    // A backslash before a quote or a backslash takes its meaning away.
    private static (string Term, int Next) Quoted(string text, int at)
    {
        var term = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\\') at++;
            term.Append(text[at]);
        }
        if (at == text.Length) throw new LogQueryException("search: a quote is not closed; add \" or put \\ before it.");
        return (term.ToString(), at + 1);
    }
}
