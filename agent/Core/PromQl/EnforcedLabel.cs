using System.Text;
using Pdp.Core.PromQl.Syntax;

namespace Pdp.Core.PromQl;

/// <summary>A label every series a query sees must have, with one of some values.</summary>
public sealed class EnforcedLabel
{
    /// <summary>Names the label and its values.</summary>
    /// <exception cref="ArgumentException">There is no value, or an empty one: that would mean every series without the label.</exception>
    public EnforcedLabel(string name, params IReadOnlyList<string> values)
    {
        if (!Names.IsLabel(name) || name == Matcher.MetricName) throw new ArgumentException("Must be the plain name of a label.", nameof(name));
        if (values.Count == 0 || values.Any(string.IsNullOrEmpty)) throw new ArgumentException("Name one value at least, and no empty one.", nameof(values));
        Matcher = values.Count == 1
            ? new Matcher(name, MatchKind.Equal, values[0])
            : new Matcher(name, MatchKind.Matches, string.Join('|', values.Select(Literally)));
    }

    /// <summary>What is added to each selector.</summary>
    public Matcher Matcher { get; }

    // RE2: a backslash before a sign takes its meaning away; letters and digits have none, nor has what is not ASCII.
    private static string Literally(string value)
    {
        var text = new StringBuilder();
        foreach (var c in value)
        {
            if (char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c != '_') text.Append('\\');
            text.Append(c);
        }
        return text.ToString();
    }
}
