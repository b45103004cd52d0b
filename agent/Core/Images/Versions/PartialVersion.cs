using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Pdp.Core.Images.Versions;

/// <summary>A word of a range, whose version may lack numbers, as the bounds it stands for.</summary>
internal static partial class PartialVersion
{
    private static readonly BigInteger _one = BigInteger.One;

    /// <summary>The bounds; none for any version, null when the word says nothing.</summary>
    public static IReadOnlyList<VersionBound>? Bounds(string word)
    {
        var match = Pattern().Match(word);
        if (!match.Success) return null;
        var numbers = new[] { match.Groups["major"], match.Groups["minor"], match.Groups["patch"] }
            .TakeWhile(group => group.Success && group.ValueSpan is not ("x" or "X" or "*"))
            .Select(group => BigInteger.Parse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture))
            .ToArray();
        var pre = match.Groups["pre"].Value;
        if (pre.Length > 0 && numbers.Length < 3) return null;
        var least = Of(numbers, pre.Length == 0 ? [] : pre.Split('.'));
        return match.Groups["op"].Value switch
        {
            "^" => Between(least, AboveCaret(numbers)),
            "~" => Between(least, Above(numbers, Math.Min(numbers.Length, 2))),
            ">" => numbers.Length == 0 ? null
                : numbers.Length < 3 ? [new(BoundOperator.AtLeast, Above(numbers, numbers.Length)!)]
                : [new(BoundOperator.Above, least)],
            ">=" => [new(BoundOperator.AtLeast, least)],
            "<" => numbers.Length == 0 ? null : [new(BoundOperator.Below, Floor(least))],
            "<=" => numbers.Length is 1 or 2
                ? [new(BoundOperator.Below, Floor(Above(numbers, numbers.Length)!))]
                : numbers.Length == 0 ? [] : [new(BoundOperator.AtMost, least)],
            _ => numbers.Length == 3 ? [new(BoundOperator.Equal, least)] : Between(least, Above(numbers, numbers.Length)),
        };
    }

    private static IReadOnlyList<VersionBound> Between(SemanticVersion least, SemanticVersion? above) => above is null
        ? [new(BoundOperator.AtLeast, least)]
        : [new(BoundOperator.AtLeast, least), new(BoundOperator.Below, Floor(above))];

    // 2.0.0-rc.1 is below 2.0.0, yet nobody who says "below 2" means it.
    private static SemanticVersion Floor(SemanticVersion version) => version.IsPreRelease ? version : version with { PreRelease = ["0"] };

    // The first number that is not zero stays as it is.
    private static SemanticVersion? AboveCaret(BigInteger[] numbers)
    {
        var first = Array.FindIndex(numbers, number => !number.IsZero);
        return Above(numbers, first < 0 ? numbers.Length : first + 1);
    }

    // The first version of which the leading numbers are others; null without any.
    private static SemanticVersion? Above(BigInteger[] numbers, int leading)
    {
        if (leading == 0) return null;
        var next = numbers[..leading];
        next[^1] += _one;
        return Of(next, []);
    }

    private static SemanticVersion Of(BigInteger[] numbers, IReadOnlyList<string> preRelease) => new(
        numbers.ElementAtOrDefault(0), numbers.ElementAtOrDefault(1), numbers.ElementAtOrDefault(2), preRelease);

    [GeneratedRegex(
        @"^(?<op>\^|~|>=|<=|>|<|=)?v?(?<major>\d+|[xX*])(\.(?<minor>\d+|[xX*])(\.(?<patch>\d+|[xX*])(-(?<pre>[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
