using System.Text.Json.Nodes;

namespace Pdp.Core.Objects;

/// <summary>
/// Reads objects of people and clusters, whose shape nobody vouches for: what is missing or of another type is as if it were not there.
/// </summary>
internal static class JsonReading
{
    /// <summary>The node at a path; null when there is none.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var segment in path)
            node = (node as JsonObject)?[segment];
        return node;
    }

    /// <summary>The string at a path; empty when there is none.</summary>
    public static string Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>The whole number at a path; null when there is none.</summary>
    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is not JsonValue value ? null
        : value.TryGetValue<long>(out var number) ? number
        : value.TryGetValue<int>(out var small) ? small
        : null;

    /// <summary>Whether there is a <c>true</c> at a path.</summary>
    public static bool IsTrue(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>The objects of the list at a path; none when there is no list.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonArray)?.OfType<JsonObject>() ?? [];
}
