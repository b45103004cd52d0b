using System.Globalization;
using System.Net;

namespace Pdp.Daemon.Hosting.Options;

/// <summary>Turns the text of an option into a value. A <see cref="FormatException"/> says the rule and never repeats the text.</summary>
internal static class OptionText
{
    /// <summary>A whole number.</summary>
    public static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException("must be a whole number");

    /// <summary>A share.</summary>
    public static double Ratio(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1
            ? ratio
            : throw new FormatException("must be a number from 0 to 1");

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static bool Flag(string text) => bool.TryParse(text, out var flag) ? flag : throw new FormatException("must be true or false");

    /// <summary>A number and one of <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c>.</summary>
    public static TimeSpan Time(string text)
    {
        var unit = text.TrimStart("0123456789".ToCharArray());
        return int.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? unit switch
            {
                "ms" => TimeSpan.FromMilliseconds(number),
                "s" => TimeSpan.FromSeconds(number),
                "m" => TimeSpan.FromMinutes(number),
                "h" => TimeSpan.FromHours(number),
                _ => throw NoTime(),
            }
            : throw NoTime();
    }

    /// <summary>One of an enum's names, in any case.</summary>
    public static T OneOf<T>(string text) where T : struct, Enum =>
        Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase) && Enum.TryParse<T>(text, ignoreCase: true, out var value)
            ? value
            : throw new FormatException($"must be one of {string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()))}");

    /// <summary>Names separated by commas; at least one.</summary>
    public static IReadOnlySet<string> Set(string text)
    {
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var names = parts.ToHashSet(StringComparer.Ordinal);
        return names.Count > 0 ? names : throw new FormatException("must name at least one, separated by commas");
    }

    /// <summary>A text of some length.</summary>
    public static string Text(string text, int min, int max) =>
        text.Length >= min && text.Length <= max ? text : throw new FormatException($"must have {min}..{max} characters");

    /// <summary>A DNS label.</summary>
    public static string Label(string text) =>
        text.Length is > 0 and <= 63
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && text[0] != '-' && text[^1] != '-'
            ? text
            : throw new FormatException("must be a DNS label: 1..63 of a-z, 0-9 and -, a letter or digit at both ends");

    /// <summary>An address and a port.</summary>
    public static IPEndPoint EndPoint(string text)
    {
        // IPEndPoint takes an address without a port for one with port 0.
        var isBracketed = text.Contains(']', StringComparison.Ordinal);
        var hasPort = text.LastIndexOf(':') > text.LastIndexOf(']') && (isBracketed || text.Count(c => c == ':') == 1);
        return hasPort && IPEndPoint.TryParse(text, out var endPoint)
            ? endPoint
            : throw new FormatException("must be ADDRESS:PORT with an IP address, such as 127.0.0.1:8080 or [::]:8080");
    }

    /// <summary>The address of something that speaks HTTP.</summary>
    public static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 }
            ? uri
            : throw new FormatException("must be an http:// or https:// address without credentials, query and fragment");

    private static FormatException NoTime() => new("must be a number with a unit, such as 500ms, 30s, 10m or 1h");
}
