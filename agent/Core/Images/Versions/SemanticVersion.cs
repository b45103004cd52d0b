using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Pdp.Core.Images.Versions;

/// <summary>
/// A version by Semantic Versioning 2.0.0, as tags spell it: all three numbers, maybe with a <c>v</c> before them. A tag cannot hold build
/// metadata, which would not count anyway.
/// </summary>
/// <param name="Major">First number.</param>
/// <param name="Minor">Second number.</param>
/// <param name="Patch">Third number.</param>
/// <param name="PreRelease">What follows the dash, part by part; empty for a release.</param>
internal sealed partial record SemanticVersion(BigInteger Major, BigInteger Minor, BigInteger Patch, IReadOnlyList<string> PreRelease)
{
    /// <summary>Whether it comes before the release of the same numbers.</summary>
    public bool IsPreRelease => PreRelease.Count > 0;

    /// <summary>Reads a version; null when it is none.</summary>
    public static SemanticVersion? Read(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success) return null;
        var pre = match.Groups["pre"].Value;
        return new SemanticVersion(
            Number(match.Groups["major"].Value), Number(match.Groups["minor"].Value), Number(match.Groups["patch"].Value),
            pre.Length == 0 ? [] : pre.Split('.'));
    }

    /// <summary>Below 0 when the other one is newer, above 0 when this one is.</summary>
    public int ComparedWith(SemanticVersion other)
    {
        var byNumbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (byNumbers != 0) return byNumbers;
        if (IsPreRelease != other.IsPreRelease) return IsPreRelease ? -1 : 1;
        var byParts = PreRelease.Zip(other.PreRelease, ComparePart).FirstOrDefault(order => order != 0);
        return byParts != 0 ? byParts : PreRelease.Count.CompareTo(other.PreRelease.Count);
    }

    /// <summary>Whether another has the same three numbers.</summary>
    public bool HasNumbersOf(SemanticVersion other) => (Major, Minor, Patch) == (other.Major, other.Minor, other.Patch);

    // Numbers come before words (Semantic Versioning 2.0.0, 11.4).
    private static int ComparePart(string one, string other) => (IsNumber(one), IsNumber(other)) switch
    {
        (true, true) => Number(one).CompareTo(Number(other)),
        (true, false) => -1,
        (false, true) => 1,
        _ => string.CompareOrdinal(one, other),
    };

    private static bool IsNumber(string part) => part.All(char.IsAsciiDigit);

    private static BigInteger Number(string digits) => BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^v?(?<major>0|[1-9]\d*)\.(?<minor>0|[1-9]\d*)\.(?<patch>0|[1-9]\d*)"
        + @"(-(?<pre>(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
