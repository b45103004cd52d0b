using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Pdp.Core.Objects;

/// <summary>
/// A Kubernetes quantity, such as <c>500m</c>, <c>1.5Gi</c> or <c>2e3</c>. Two spellings of the same amount are equal, which is how the API
/// server compares them. Amounts are exact to a billionth; finer ones are rounded up, as there.
/// </summary>
internal readonly record struct Quantity : IComparable<Quantity>
{
    private const int LongestText = 64;
    private const int LargestExponent = 30;
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");
    private static readonly BigInteger Billion = BigInteger.Pow(10, 9);
    private readonly BigInteger _billionths;

    private Quantity(BigInteger billionths) => _billionths = billionths;

    /// <summary>The amount in billionths.</summary>
    public BigInteger Billionths => _billionths;

    /// <summary>The amount, a fraction rounded up.</summary>
    public BigInteger RoundedUp => BigInteger.DivRem(_billionths, Billion, out var rest) + (rest.Sign > 0 ? 1 : 0);

    /// <summary>Whether it is above zero.</summary>
    public bool IsPositive => _billionths.Sign > 0;

    /// <summary>Whether it is below zero.</summary>
    public bool IsNegative => _billionths.Sign < 0;

    /// <summary>Whether it has no fraction.</summary>
    public bool IsWhole => _billionths % Billion == 0;

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => _billionths.CompareTo(other._billionths);

    /// <summary>Whether one is larger than the other.</summary>
    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;

    /// <summary>Whether one is smaller than the other.</summary>
    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;

    /// <summary>Whether one is at least as large as the other.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;

    /// <summary>Whether one is at most as large as the other.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;

    /// <summary>Both together.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => new(left._billionths + right._billionths);

    /// <summary>Several times as much.</summary>
    public static Quantity operator *(Quantity one, long times) => new(one._billionths * times);

    /// <summary>Reads a quantity.</summary>
    /// <returns>False when the text is none.</returns>
    public static bool TryParse(string? text, out Quantity quantity)
    {
        quantity = default;
        if (text is null or "" || text.Length > LongestText)
            return false;

        var digits = text.AsSpan(text[0] is '+' or '-' ? 1 : 0);
        var end = digits.IndexOfAnyExcept(NumberCharacters);
        var number = end < 0 ? digits : digits[..end];
        if (!TryParseNumber(number, out var value, out var decimals) || Scale(end < 0 ? "" : digits[end..]) is not { } scale)
            return false;

        var numerator = value * scale.Numerator * Billion;
        var denominator = scale.Denominator * BigInteger.Pow(10, decimals);
        var billionths = BigInteger.DivRem(numerator, denominator, out var rest) + (rest.IsZero ? 0 : 1);
        quantity = new Quantity(text[0] == '-' ? -billionths : billionths);
        return true;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> number, out BigInteger value, out int decimals)
    {
        var point = number.IndexOf('.');
        decimals = point < 0 ? 0 : number.Length - point - 1;
        value = default;
        if (number.Length == (point < 0 ? 0 : 1) || number.Count('.') > 1)
            return false;
        return BigInteger.TryParse(
            string.Concat(number[..(point < 0 ? number.Length : point)], point < 0 ? "" : number[(point + 1)..]),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out value);
    }

    private static (BigInteger Numerator, BigInteger Denominator)? Scale(ReadOnlySpan<char> suffix) => suffix switch
    {
        "" => (1, 1),
        "n" => (1, Power(10, 9)),
        "u" => (1, Power(10, 6)),
        "m" => (1, 1000),
        "k" => (1000, 1),
        "M" => (Power(10, 6), 1),
        "G" => (Power(10, 9), 1),
        "T" => (Power(10, 12), 1),
        "P" => (Power(10, 15), 1),
        "E" => (Power(10, 18), 1),
        "Ki" => (1024, 1),
        "Mi" => (Power(1024, 2), 1),
        "Gi" => (Power(1024, 3), 1),
        "Ti" => (Power(1024, 4), 1),
        "Pi" => (Power(1024, 5), 1),
        "Ei" => (Power(1024, 6), 1),
        ['e' or 'E', .. var exponent] => Exponent(exponent),
        _ => null,
    };

    private static (BigInteger Numerator, BigInteger Denominator)? Exponent(ReadOnlySpan<char> text)
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            || Math.Abs((long)exponent) > LargestExponent)
            return null;
        return exponent < 0 ? (1, Power(10, -exponent)) : (Power(10, exponent), 1);
    }

    private static BigInteger Power(int number, int exponent) => BigInteger.Pow(number, exponent);
}
