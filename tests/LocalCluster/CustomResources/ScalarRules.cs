using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Typed;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.CustomResources;

/// <summary>The rules a schema has for numbers and text.</summary>
internal static class ScalarRules
{
    public static void Check(StructuralSchema schema, JsonNode value, string path, ErrorList errors)
    {
        if (value.TryText(out var text))
            Text(schema, text, value, path, errors);
        else if (value.TryReal(out var number))
            Number(schema, number, value, path, errors);
    }

    private static void Number(StructuralSchema schema, double number, JsonNode value, string path, ErrorList errors)
    {
        if (schema.Source.At("minimum").TryReal(out var min))
        {
            var exclusive = schema.Source.Bool("exclusiveMinimum") == true;
            if (exclusive ? number <= min : number < min)
                errors.Invalid(path, value, $"{path} in body should be greater than {(exclusive ? "" : "or equal to ")}{Plain(min)}");
        }
        if (schema.Source.At("maximum").TryReal(out var max))
        {
            var exclusive = schema.Source.Bool("exclusiveMaximum") == true;
            if (exclusive ? number >= max : number > max)
                errors.Invalid(path, value, $"{path} in body should be less than {(exclusive ? "" : "or equal to ")}{Plain(max)}");
        }
        if (schema.Source.At("multipleOf").TryReal(out var step) && step > 0 && number / step != Math.Floor(number / step))
            errors.Invalid(path, value, $"{path} in body should be a multiple of {Plain(step)}");
    }

    private static void Text(StructuralSchema schema, string text, JsonNode value, string path, ErrorList errors)
    {
        if (schema.Source.Long("minLength") is { } min && Length(text) < min)
            errors.Invalid(path, value, $"{path} in body should be at least {min} chars long");
        if (schema.Source.Long("maxLength") is { } max && Length(text) > max)
            errors.TooLong(path, (int)Math.Min(max, int.MaxValue));
        if (schema.Pattern is { } pattern && !Matches(pattern, text))
            errors.Invalid(path, value, $"{path} in body should match '{pattern}'");
        if (schema.Source.Text("format") is { } format && !FormatHolds(format, text))
            errors.Invalid(path, value, $"{path} in body must be of type {format}: \"{text}\"");
    }

    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            // A pattern that takes this long cannot be said to match.
            return false;
        }
    }

    private static bool FormatHolds(string format, string text) => format switch
    {
        "date-time" =>
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _)
                && text.Contains('T', StringComparison.Ordinal),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "byte" => System.Buffers.Text.Base64.IsValid(text),
        "uri" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        "uuid" => Guid.TryParse(text, out _),
        "ipv4" => IPAddress.TryParse(text, out var v4) && v4.AddressFamily == AddressFamily.InterNetwork,
        "ipv6" => IPAddress.TryParse(text, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6,
        "duration" => text.Length > 0,
        "quantity" => Quantity.Canonical(text) is not null,
        _ => true,
    };

    private static int Length(string text) => text.EnumerateRunes().Count();

    private static string Plain(double number) => number.ToString("0.################", CultureInfo.InvariantCulture);
}
