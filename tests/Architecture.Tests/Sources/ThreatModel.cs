using System.Globalization;
using System.Text.RegularExpressions;

namespace Pdp.Architecture.Tests.Sources;

/// <summary>The threat model names, for every security rule, code that keeps it and tests that would fail without it.</summary>
internal sealed partial class ThreatModel : ISourceRule
{
    /// <summary>Where it is.</summary>
    public const string Page = "docs/threat-model.md";

    private const int Rules = 12;

    public IEnumerable<string> Check(Repository repository)
    {
        var text = repository.Files.GetValueOrDefault(Page) ?? "";
        var rows = Row().Matches(text).ToLookup(row => int.Parse(row.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), row => row.Value);
        for (var rule = 1; rule <= Rules; rule++)
        {
            // A rule about something that does not exist yet is owned up to in a sentence of its own.
            if (text.Contains($"\nRule {rule.ToString(CultureInfo.InvariantCulture)} (", StringComparison.Ordinal)) continue;
            if (rows[rule].SingleOrDefault() is not { } row) yield return $"{Page}: rule {rule} needs one row of the table";
            else if (!Code().IsMatch(row)) yield return $"{Page}: rule {rule} links no code that keeps it";
            else if (!Tests().IsMatch(row)) yield return $"{Page}: rule {rule} links no tests that would fail without it";
        }
    }

    [GeneratedRegex(@"^\| (?<number>\d+) \|.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"\]\(\.\./(agent|control-stub|helm)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(\.\./tests/[^)]*Tests\.cs\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tests();
}
