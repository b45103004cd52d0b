using System.Text.RegularExpressions;

namespace Pdp.LogStore.Searching;

/// <summary>A regular expression. It never backtracks: its time grows with the text and not with the pattern's malice.</summary>
internal sealed class PatternSearch(Regex pattern) : Search
{
    public override string? IndexQuery => null;

    private protected override bool Accepts(string message, string? fields) =>
        pattern.IsMatch(message) || (fields is not null && pattern.IsMatch(fields));
}
