using System.Globalization;
using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Json;

/// <summary>
/// Reads fields of Kubernetes objects by their path. A missing field and one of another type read alike: null (or empty), so that
/// nothing a client sends can make a reader throw. Numbers read the same whether they came from text or from code.
/// </summary>
internal static class JsonReading
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
            node = node is JsonObject obj && obj.TryGetPropertyValue(key, out var child) ? child : null;
        return node;
    }

    public static JsonObject? Object(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonObject;

    public static JsonArray? Array(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonArray;

    /// <summary>The objects of a list; what is not an object is passed over.</summary>
    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonObject>() : [];

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static bool? Bool(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    public static int? Int(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.Long(path) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;

    public static long? Long(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path).TryWhole(out var whole) ? whole : null;

    public static DateTimeOffset? Time(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(node.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
