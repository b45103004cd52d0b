using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pdp.LocalCluster.Json;

/// <summary>What an unquoted YAML 1.1 scalar means (yaml.org/type: bool, int, float, null).</summary>
internal static class YamlScalars
{
    public static JsonNode? Value(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Plain || scalar.Tag.ToString() == "tag:yaml.org,2002:str")
            return JsonValue.Create(scalar.Value);
        var text = scalar.Value;
        if (text is "" or "~" or "null" or "Null" or "NULL")
            return null;
        if (Flag(text) is { } flag)
            return JsonValue.Create(flag);
        if (Whole(text) is { } whole)
            return JsonValue.Create(whole);
        return Real(text) is { } real ? JsonValue.Create(real) : JsonValue.Create(text);
    }

    /// <summary>Keys of JSON objects are text: a boolean or a number is spelled out.</summary>
    public static string Key(Scalar scalar)
    {
        var value = Value(scalar);
        if (value.TryFlag(out var flag))
            return flag ? "true" : "false";
        if (value.TryWhole(out var whole))
            return whole.ToString(CultureInfo.InvariantCulture);
        return value.TryText(out var text) ? text : scalar.Value;
    }

    private static bool? Flag(string text) => text switch
    {
        "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "true" or "True" or "TRUE" => true,
        "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "false" or "False" or "FALSE" => false,
        _ => null,
    };

    private static long? Whole(string text)
    {
        var plain = text.Replace("_", "", StringComparison.Ordinal);
        var negative = plain.StartsWith('-');
        var digits = plain.TrimStart('+', '-');
        if (digits.Length == 0 || plain.Length - digits.Length > 1 || !char.IsAsciiDigit(digits[0]))
            return null;
        var magnitude = digits switch
        {
            ['0', 'x' or 'X', .. var hex] => Radix(hex, 16),
            ['0', 'b' or 'B', .. var bits] => Radix(bits, 2),
            ['0', 'o' or 'O', .. var octal] => Radix(octal, 8),
            ['0', _, ..] => Radix(digits[1..], 8),
            _ => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole : null,
        };
        return negative ? -magnitude : magnitude;
    }

    private static long? Radix(string digits, int radix)
    {
        if (digits.Length is 0 or > 62)
            return null;
        var value = 0L;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix || value > (long.MaxValue - digit) / radix)
                return null;
            value = (value * radix) + digit;
        }
        return value;
    }

    private static double? Real(string text)
    {
        if (text[0] is not ('+' or '-' or '.') && !char.IsAsciiDigit(text[0]))
            return null;
        var plain = text.Replace("_", "", StringComparison.Ordinal);
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(plain, Style, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : null;
    }
}
