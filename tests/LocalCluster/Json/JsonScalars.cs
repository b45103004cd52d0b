using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Json;

/// <summary>Scalars whatever they are backed by: text, a CLR number of any width, or a parsed element.</summary>
internal static class JsonScalars
{
    public static bool TryText(this JsonNode? node, out string text)
    {
        text = "";
        return node is JsonValue value && value.TryGetValue(out text!) && text is not null;
    }

    public static bool TryFlag(this JsonNode? node, out bool flag)
    {
        flag = false;
        return node is JsonValue value && value.TryGetValue(out flag);
    }

    /// <summary>A whole number; 2.0 is one, 2.5 is none.</summary>
    public static bool TryWhole(this JsonNode? node, out long whole)
    {
        whole = 0;
        if (node is not JsonValue value)
            return false;
        if (value.TryGetValue(out whole))
            return true;
        if (value.TryGetValue(out int small))
        {
            whole = small;
            return true;
        }
        if (!value.TryGetValue(out double real))
            // Any other width a controller may have used; its text says what it is.
            return value.GetValueKind() == JsonValueKind.Number
                && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole);
        if (real != Math.Floor(real) || Math.Abs(real) >= 1L << 53)
            return false;
        whole = (long)real;
        return true;
    }

    public static bool TryReal(this JsonNode? node, out double real)
    {
        real = 0;
        if (node is not JsonValue value)
            return false;
        if (value.TryGetValue(out real))
            return true;
        if (!value.TryWhole(out var whole))
            return value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out float narrow) && double.IsFinite(real = narrow);
        real = whole;
        return true;
    }

    public static bool IsNumber(this JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number;

    /// <summary>A copy that belongs to nobody, every number a <see cref="long"/> or a <see cref="double"/>.</summary>
    public static JsonNode? Canonical(this JsonNode? node)
    {
        switch (node)
        {
            case JsonObject source:
                var obj = new JsonObject();
                foreach (var (key, value) in source)
                    obj[key] = value.Canonical();
                return obj;
            case JsonArray source:
                var array = new JsonArray();
                foreach (var item in source)
                    array.Add(item.Canonical());
                return array;
            case JsonValue source:
                return Scalar(source);
            default:
                return null;
        }
    }

    private static JsonNode? Scalar(JsonValue value)
    {
        if (value.TryText(out var text))
            return JsonValue.Create(text);
        if (value.TryFlag(out var flag))
            return JsonValue.Create(flag);
        if (value.TryGetValue(out long whole) || value.TryWhole(out whole))
            return JsonValue.Create(whole);
        if (value.TryReal(out var real))
            return JsonValue.Create(real);
        return JsonText.Parse(JsonText.Bytes(value));
    }
}
