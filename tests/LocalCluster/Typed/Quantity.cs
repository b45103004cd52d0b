using System.Globalization;
using System.Numerics;

namespace Pdp.LocalCluster.Typed;

/// <summary>
/// Kubernetes quantities: a number with a decimal (<c>m</c>, <c>k</c>, <c>M</c>), binary (<c>Ki</c>, <c>Mi</c>) or exponent
/// suffix. The canonical form has no fraction and the largest suffix that allows it. Finer than a billionth is rounded up.
/// </summary>
internal static class Quantity
{
    private static readonly string[] Decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly BigInteger Nano = 1_000_000_000;

    /// <summary>The canonical form, or null where the text is no quantity.</summary>
    public static string? Canonical(string text)
    {
        if (Parse(text) is not { } parsed)
            return null;
        var (nanos, format) = parsed;
        return format == 'b' && nanos % Nano == 0 ? BinaryText(nanos / Nano) : format == 'e' ? ExponentText(nanos) : DecimalText(nanos);
    }

    /// <summary>The amount in billionths, or null where the text is no quantity.</summary>
    public static BigInteger? Nanos(string text) => Parse(text)?.Nanos;

    private static (BigInteger Nanos, char Format)? Parse(string text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.' || (end == 0 && text[end] is '+' or '-')))
            end++;
        // Sixty digits are far beyond anything the largest suffix can mean.
        if (end is 0 or > 60 || !Digits(text[..end], out var digits, out var scale))
            return null;
        var suffix = text[end..];
        if (System.Array.IndexOf(Binary, suffix) is > 0 and var power)
            return (Scaled(digits * BigInteger.Pow(1024, power), scale), 'b');
        if (System.Array.IndexOf(Decimal, suffix) is >= 0 and var index)
            return (Scaled(digits, scale - ((index - 3) * 3)), 'd');
        return suffix.Length is > 1 and < 5 && suffix[0] is 'e' or 'E'
            && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            ? (Scaled(digits, scale - exponent), 'e')
            : null;
    }

    private static bool Digits(string number, out BigInteger digits, out int scale)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        scale = point < 0 ? 0 : number.Length - point - 1;
        return BigInteger.TryParse(
            point < 0 ? number : number.Remove(point, 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out digits);
    }

    private static BigInteger Scaled(BigInteger digits, int scale)
    {
        var power = 9 - scale;
        if (power >= 0)
            return digits * BigInteger.Pow(10, Math.Min(power, 100));
        var (quotient, rest) = BigInteger.DivRem(digits, BigInteger.Pow(10, Math.Min(-power, 100)));
        return rest.IsZero ? quotient : quotient + rest.Sign;
    }

    private static string DecimalText(BigInteger nanos)
    {
        if (nanos.IsZero)
            return "0";
        var index = 0;
        while (index < Decimal.Length - 1 && nanos % 1000 == 0)
        {
            nanos /= 1000;
            index++;
        }
        return nanos.ToString(CultureInfo.InvariantCulture) + Decimal[index];
    }

    private static string ExponentText(BigInteger nanos)
    {
        if (nanos.IsZero)
            return "0";
        var exponent = -9;
        while (nanos % 1000 == 0)
        {
            nanos /= 1000;
            exponent += 3;
        }
        return exponent == 0 ? nanos.ToString(CultureInfo.InvariantCulture) : $"{nanos}e{exponent}";
    }

    private static string BinaryText(BigInteger whole)
    {
        if (whole.IsZero)
            return "0";
        var index = 0;
        while (index < Binary.Length - 1 && whole % 1024 == 0)
        {
            whole /= 1024;
            index++;
        }
        return whole.ToString(CultureInfo.InvariantCulture) + Binary[index];
    }
}
