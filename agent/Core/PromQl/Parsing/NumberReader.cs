using System.Globalization;
using System.Text.RegularExpressions;

namespace Pdp.Core.PromQl.Parsing;

/// <summary>Reads numbers as Go does (a leading 0 means octal where that fits), and durations.</summary>
internal static partial class NumberReader
{
    private static readonly (string Group, long Milliseconds)[] Units =
        [("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    /// <summary>A number; a duration counts as its seconds.</summary>
    /// <exception cref="PromQlException">It is neither.</exception>
    public static double Number(Token token)
    {
        var text = token.Text;
        if (token.Kind == TokenKind.Word)
            return text.Equals("inf", StringComparison.OrdinalIgnoreCase) ? double.PositiveInfinity : double.NaN;
        if (Hexadecimal().IsMatch(text) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var whole) && whole >= 0)
            return whole;
        if (Octal().IsMatch(text)) return text.Aggregate(0L, (value, digit) => (value * 8) + (digit - '0'));
        if (Decimal().IsMatch(text)) return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return Duration(token) / 1000.0;
    }

    /// <summary>A duration, milliseconds; a number counts as seconds.</summary>
    /// <exception cref="PromQlException">It is neither, or longer than there are.</exception>
    public static long Duration(Token token)
    {
        if (token.Kind != TokenKind.Number) throw new PromQlException(token.At, "a duration is missing, such as 5m.");
        if (Decimal().IsMatch(token.Text))
        {
            var seconds = double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
            return seconds < long.MaxValue / 1e6 ? (long)Math.Round(seconds * 1000) : throw new PromQlException(token.At, "this duration is too long.");
        }
        var match = DurationPattern().Match(token.Text);
        if (!match.Success) throw new PromQlException(token.At, "this is neither a number nor a duration.");
        var total = 0.0;
        foreach (var (unit, milliseconds) in Units)
        {
            if (match.Groups[unit].Success) total += double.Parse(match.Groups[unit].ValueSpan, CultureInfo.InvariantCulture) * milliseconds;
        }
        return total < long.MaxValue / 1e6 ? (long)total : throw new PromQlException(token.At, "this duration is too long.");
    }

    [GeneratedRegex("^0[xX][0-9a-fA-F]{1,16}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Hexadecimal();

    [GeneratedRegex("^0[0-7]{1,20}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Octal();

    [GeneratedRegex(@"^([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Decimal();

    [GeneratedRegex(
        "^((?<y>[0-9]+)y)?((?<w>[0-9]+)w)?((?<d>[0-9]+)d)?((?<h>[0-9]+)h)?((?<m>[0-9]+)m)?((?<s>[0-9]+)s)?((?<ms>[0-9]+)ms)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex DurationPattern();
}
