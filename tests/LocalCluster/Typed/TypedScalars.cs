using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Typed;

/// <summary>Scalars in canonical form.</summary>
internal static class TypedScalars
{
    /// <summary>How Kubernetes writes times.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>How Kubernetes writes the times of leases and events.</summary>
    public const string MicroTimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private const string QuantityRule =
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    /// <summary>The value, or null where it is of another type.</summary>
    /// <exception cref="DecodeException">Text that does not read as what it should.</exception>
    public static JsonNode? Decode(SchemaForm form, JsonNode value) => form switch
    {
        SchemaForm.Text => value.TryText(out var text) ? JsonValue.Create(text) : null,
        SchemaForm.Flag => value.TryFlag(out var flag) ? JsonValue.Create(flag) : null,
        SchemaForm.Int32 => value.TryWhole(out var whole) && whole is >= int.MinValue and <= int.MaxValue ? JsonValue.Create(whole) : null,
        SchemaForm.Int64 => value.TryWhole(out var whole) ? JsonValue.Create(whole) : null,
        SchemaForm.Real => value.TryReal(out var real) ? Number(real) : null,
        SchemaForm.IntOrText =>
            value.TryText(out var text) ? JsonValue.Create(text) : value.TryWhole(out var whole) ? JsonValue.Create(whole) : null,
        SchemaForm.Quantity => Amount(value),
        SchemaForm.Time => value.TryText(out var text) ? Time(text) : null,
        SchemaForm.MicroTime => value.TryText(out var text) ? MicroTime(text) : null,
        SchemaForm.Bytes => value.TryText(out var text) ? Base64(text) : null,
        _ => null,
    };

    private static JsonValue Number(double real) =>
        real == Math.Floor(real) && Math.Abs(real) < 1L << 53 ? JsonValue.Create((long)real) : JsonValue.Create(real);

    private static JsonValue? Amount(JsonNode value)
    {
        if (value.TryText(out var text))
            return JsonValue.Create(Quantity.Canonical(text) ?? throw new DecodeException(QuantityRule));
        if (value.TryWhole(out var whole))
            return JsonValue.Create(Quantity.Canonical(whole.ToString(CultureInfo.InvariantCulture)));
        return value.TryReal(out var real)
            ? JsonValue.Create(Quantity.Canonical(real.ToString("0.#########", CultureInfo.InvariantCulture)))
            : null;
    }

    private static JsonValue Time(string text) =>
        DateTimeOffset.TryParseExact(text, Rfc3339, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? JsonValue.Create(time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture))
            : throw new DecodeException($"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\"");

    private static JsonValue MicroTime(string text) =>
        DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss.ffffffK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? JsonValue.Create(time.UtcDateTime.ToString(MicroTimeFormat, CultureInfo.InvariantCulture))
            : throw new DecodeException($"parsing time \"{text}\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"{text}\"");

    private static JsonValue Base64(string text)
    {
        var plain = text.Contains('\n', StringComparison.Ordinal) || text.Contains('\r', StringComparison.Ordinal)
            ? text.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal)
            : text;
        return System.Buffers.Text.Base64.IsValid(plain) && !plain.AsSpan().ContainsAny(' ', '\t')
            ? JsonValue.Create(plain)
            : throw new DecodeException($"illegal base64 data at input byte {FirstIllegal(plain)}");
    }

    private static int FirstIllegal(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(text[i]) && text[i] is not ('+' or '/'))
                return i;
        }
        return text.Length;
    }

    private static readonly string[] Rfc3339 =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];
}
