using System.Text.Json.Nodes;

namespace Pdp.Kubernetes.Objects;

/// <summary>
/// Reads and writes along a path of keys. The keys are given one by one, since labels and annotations have dots and slashes in theirs.
/// A missing step, or one of another type, reads as null.
/// </summary>
public static class JsonPath
{
    extension(JsonObject obj)
    {
        /// <summary>The node at the path; null when there is none.</summary>
        public JsonNode? At(params ReadOnlySpan<string> path)
        {
            JsonNode? node = obj;
            foreach (var key in path)
            {
                if (node is not JsonObject step || !step.TryGetPropertyValue(key, out node)) return null;
            }
            return node;
        }

        /// <summary>The string at the path; null when there is none.</summary>
        public string? GetString(params ReadOnlySpan<string> path) =>
            obj.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

        /// <summary>The whole number at the path; null when there is none.</summary>
        public long? GetInt64(params ReadOnlySpan<string> path) =>
            obj.At(path) is JsonValue value && value.TryGetInteger(out var number) ? number : null;

        /// <summary>The truth value at the path; null when there is none.</summary>
        public bool? GetBoolean(params ReadOnlySpan<string> path) =>
            obj.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

        /// <summary>The object at the path; null when there is none.</summary>
        public JsonObject? GetObject(params ReadOnlySpan<string> path) => obj.At(path) as JsonObject;

        /// <summary>The array at the path; null when there is none.</summary>
        public JsonArray? GetArray(params ReadOnlySpan<string> path) => obj.At(path) as JsonArray;

        /// <summary>The objects of the array at the path; empty when there is none, entries that are not objects left out.</summary>
        public IEnumerable<JsonObject> GetObjects(params ReadOnlySpan<string> path) => obj.GetArray(path)?.OfType<JsonObject>() ?? [];

        /// <summary>Sets the node at the path, making the objects on the way; what is in the way and not an object is replaced.</summary>
        public void Set(JsonNode? value, params ReadOnlySpan<string> path)
        {
            var parent = obj;
            foreach (var key in path[..^1])
            {
                if (parent[key] is not JsonObject step) parent[key] = step = [];
                parent = step;
            }
            parent[path[^1]] = value;
        }
    }

    // A number that was parsed is a JsonElement, one that was put in by code keeps its own type.
    private static bool TryGetInteger(this JsonValue value, out long number)
    {
        if (value.TryGetValue(out number)) return true;
        if (!value.TryGetValue<int>(out var small)) return false;
        number = small;
        return true;
    }
}
