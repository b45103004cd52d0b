using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Apply;

/// <summary>Path elements in the form <c>fieldsV1</c> writes them.</summary>
internal static class PathElements
{
    private static readonly SearchValues<char> PlainText = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:@ ");

    public static string Field(string name) => "f:" + name;

    /// <summary>What tells an item of a set or of a list by keys from the others.</summary>
    /// <exception cref="FieldTypeException">The item has nothing to be told by.</exception>
    public static string Item(SchemaType list, JsonNode? item)
    {
        if (list.Merge == ListMerge.Set)
        {
            return item is JsonValue
                ? "v:" + Scalar(item)
                : throw new FieldTypeException(
                    "", "associative list without keys has an element that's a " + (item is null ? "null" : "map or list type"));
        }
        if (item is not JsonObject obj)
            throw new FieldTypeException("", "associative list with keys may not have non-map elements");
        var key = new StringBuilder("k:{");
        foreach (var name in list.SortedKeys)
        {
            if ((obj.At(name) ?? list.Element?.Field(name)?.Default) is { } value)
                key.Append(key.Length > 3 ? ",\"" : "\"").Append(name).Append("\":").Append(Scalar(value));
        }
        return key.Length > 3
            ? key.Append('}').ToString()
            : throw new FieldTypeException(
                "", $"associative list with keys has an element that omits all key fields [{string.Join(' ', list.Keys)}]");
    }

    /// <summary>A path as messages have it: <c>.spec.containers[name="main"].image</c>.</summary>
    public static string Display(IEnumerable<string> path)
    {
        var text = new StringBuilder();
        foreach (var element in path)
            text.Append(Display(element));
        return text.ToString();
    }

    /// <summary>One element as messages have it.</summary>
    public static string Display(string element) => element[0] switch
    {
        'k' => $"[{Keys(element[2..])}]",
        'v' => $"[={element[2..]}]",
        'i' => $"[{element[2..]}]",
        _ => "." + element[2..],
    };

    /// <summary>A scalar as JSON text; what is plain, and nearly all keys are, needs no serializer.</summary>
    private static string Scalar(JsonNode value)
    {
        if (value.TryText(out var text) && !text.AsSpan().ContainsAnyExcept(PlainText))
            return $"\"{text}\"";
        return value.TryWhole(out var number) ? number.ToString(CultureInfo.InvariantCulture) : JsonText.Compact(value);
    }

    private static string Keys(string json) =>
        JsonText.Parse(Encoding.UTF8.GetBytes(json)) is JsonObject key
            ? string.Join(',', key.Select(p => $"{p.Key}={JsonText.Compact(p.Value)}"))
            : json;
}
