using System.Globalization;
using System.Text;
using Pdp.Core.Logs;

namespace Pdp.Observability.Logs.Loki;

/// <summary>
/// Writes LogQL. What a caller names only ever stands inside a quoted string, of which nothing ends it but this class. The query finds every line that is asked
/// for and may find more: what it found is judged once more by the agent's own rules, so a search means the same wherever lines are kept.
/// </summary>
internal static class LogQl
{
    /// <summary>The query for one scope.</summary>
    /// <param name="scope">Whose lines.</param>
    /// <param name="labels">Which labels say so.</param>
    /// <param name="words">Words every line found must hold, in any case.</param>
    public static string Query(LogScope scope, LokiLabels labels, IEnumerable<string> words) =>
        Selector(scope, labels) + string.Concat(words.Where(IsPlain).Select(word => $" |~ {Quote($"(?i){word}")}"));

    /// <summary>The streams of a scope; Loki wants one matcher at least that matches no empty label.</summary>
    public static string Selector(LogScope scope, LokiLabels labels)
    {
        (string Label, string? Value)[] fields =
        [
            (labels.Organization, scope.Organization), (labels.Project, scope.Project), (labels.Environment, scope.Environment),
            (labels.Component, scope.Component), (labels.Pod, scope.Pod), (labels.Container, scope.Container),
        ];
        var matchers = fields.Where(field => !string.IsNullOrEmpty(field.Value)).Select(field => $"{field.Label}={Quote(field.Value!)}").ToList();
        // A name that is empty is one no line has: nothing is opened by it.
        if (fields.Any(field => field.Value is "")) matchers.Add($"{labels.Organization}=~{Quote("[^\\s\\S]")}");
        return matchers.Count == 0 ? $"{{{labels.Organization}=~{Quote(".+")}}}" : $"{{{string.Join(',', matchers)}}}";
    }

    /// <summary>A string as Go and LogQL read it.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\') quoted.Append('\\').Append((char)rune.Value);
            else if (rune.Value is >= ' ' and <= '~') quoted.Append((char)rune.Value);
            else quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
        }
        return quoted.Append('"').ToString();
    }

    // Others may stand escaped in a line that is JSON, and folding their case is a matter of taste.
    private static bool IsPlain(string word) => word.Length > 0 && word.All(char.IsAsciiLetterOrDigit);
}
