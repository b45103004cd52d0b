namespace Pdp.Core.Images.Versions;

/// <summary>
/// A range as npm and most others write it: <c>^1.2</c>, <c>~1.2.3</c>, <c>1.x</c>, <c>&gt;=1.2.0 &lt;2</c>, several joined by <c>||</c>.
/// A pre-release is in it only where a bound names one of the same three numbers.
/// </summary>
internal sealed class VersionRange
{
    private readonly IReadOnlyList<IReadOnlyList<VersionBound>> _alternatives;

    private VersionRange(IReadOnlyList<IReadOnlyList<VersionBound>> alternatives) => _alternatives = alternatives;

    /// <summary>Reads a range; null when it is none.</summary>
    public static VersionRange? Read(string text)
    {
        var alternatives = new List<IReadOnlyList<VersionBound>>();
        foreach (var part in text.Split("||", StringSplitOptions.TrimEntries))
        {
            if (Bounds(part) is not { } bounds) return null;
            alternatives.Add(bounds);
        }
        return new VersionRange(alternatives);
    }

    /// <summary>Whether a version is in it.</summary>
    public bool Contains(SemanticVersion version) => _alternatives.Any(bounds =>
        bounds.All(bound => bound.Holds(version))
        && (!version.IsPreRelease || bounds.Any(bound => bound.Version.IsPreRelease && bound.Version.HasNumbersOf(version))));

    private static IReadOnlyList<VersionBound>? Bounds(string part)
    {
        var bounds = new List<VersionBound>();
        var words = Words(part);
        if (words.Count == 0) return null;
        foreach (var word in words)
        {
            if (PartialVersion.Bounds(word) is not { } more) return null;
            bounds.AddRange(more);
        }
        return bounds;
    }

    // A space may stand between an operator and its version.
    private static List<string> Words(string part)
    {
        var words = new List<string>();
        foreach (var word in part.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (words is [.., var last] && last.Trim('<', '>', '=', '^', '~').Length == 0) words[^1] += word;
            else words.Add(word);
        }
        return words;
    }
}
