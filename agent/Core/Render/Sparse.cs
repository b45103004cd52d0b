using System.Text.Json.Nodes;

namespace Pdp.Core.Render;

/// <summary>
/// JSON without members that are null or empty. The API server drops such members, so writing them would make every later look see a
/// difference.
/// </summary>
internal static class Sparse
{
    /// <summary>An object, in the order given; null when nothing is left of it.</summary>
    public static JsonObject? Object(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var result = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is not (null or JsonObject { Count: 0 } or JsonArray { Count: 0 }))
                result.Add(name, value);
        }

        return result.Count == 0 ? null : result;
    }

    /// <summary>A list; null when it would be empty.</summary>
    public static JsonArray? List(IEnumerable<JsonNode?> items) => items.ToArray() is { Length: > 0 } list ? new JsonArray(list) : null;

    /// <summary>What Kubernetes calls an int-or-string: a count as a number, a share as it is.</summary>
    public static JsonNode CountOrShare(string value) => int.TryParse(value, out var count) ? count : value;

    /// <summary>A map of strings, ordered by key; null when it would be empty.</summary>
    public static JsonObject? Map(IEnumerable<KeyValuePair<string, string>> entries)
    {
        var result = new JsonObject();
        foreach (var (key, value) in entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            result.Add(key, value);
        return result.Count == 0 ? null : result;
    }
}
