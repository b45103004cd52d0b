using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Patches;

/// <summary>JSON patch (RFC 6902).</summary>
internal static class JsonPatch
{
    /// <summary>As the API server has it.</summary>
    public const int MaxOperations = 10_000;

    /// <summary>Applies all operations to a copy.</summary>
    /// <exception cref="PatchException">An operation cannot be read, or does not apply.</exception>
    public static JsonNode? Apply(JsonNode document, JsonArray operations)
    {
        var root = document.DeepClone();
        foreach (var operation in operations)
            root = Apply(root, operation as JsonObject ?? throw Malformed("an operation must be an object"));
        return root;
    }

    private static JsonNode? Apply(JsonNode? root, JsonObject operation)
    {
        var path = Pointer(operation, "path");
        switch (operation.Text("op"))
        {
            case "add":
                return Add(root, path, Value(operation));
            case "remove":
                return Remove(root, path, out _);
            case "replace":
                root = Remove(root, path, out _);
                return Add(root, path, Value(operation));
            case "test":
                return JsonEquality.Same(Find(root, path), Value(operation))
                    ? root
                    : throw Fails($"testing value {operation.Text("path")} failed");
            case "move":
                root = Remove(root, Pointer(operation, "from"), out var moved);
                return Add(root, path, moved);
            case "copy":
                return Add(root, path, Find(root, Pointer(operation, "from"))?.DeepClone());
            default:
                throw Malformed("unexpected operation kind");
        }
    }

    private static JsonNode? Add(JsonNode? root, IReadOnlyList<string> path, JsonNode? value)
    {
        if (path.Count == 0)
            return value;
        switch (Find(root, [.. path.Take(path.Count - 1)]))
        {
            case JsonObject obj:
                obj[path[^1]] = value;
                return root;
            case JsonArray array:
                var index = path[^1] == "-" ? array.Count : Index(path[^1]);
                if (index > array.Count)
                    throw Fails("add operation does not apply: index out of range");
                array.Insert(index, value);
                return root;
            default:
                throw Fails("add operation does not apply: doc is missing path");
        }
    }

    private static JsonNode? Remove(JsonNode? root, IReadOnlyList<string> path, out JsonNode? removed)
    {
        removed = Find(root, path);
        if (path.Count == 0)
            return null;
        switch (Find(root, [.. path.Take(path.Count - 1)]))
        {
            case JsonObject obj:
                obj.Remove(path[^1]);
                break;
            case JsonArray array:
                array.RemoveAt(Index(path[^1]));
                break;
        }
        return root;
    }

    private static JsonNode? Find(JsonNode? root, IReadOnlyList<string> path)
    {
        var node = root;
        foreach (var step in path)
        {
            node = node switch
            {
                JsonObject obj when obj.TryGetPropertyValue(step, out var child) => child,
                JsonArray array when Index(step) is var index && index < array.Count => array[index],
                _ => throw Fails("operation does not apply: doc is missing path"),
            };
        }
        return node;
    }

    private static string[] Pointer(JsonObject operation, string field)
    {
        var text = operation.Text(field) ?? throw Malformed($"an operation must have a {field}");
        if (text.Length == 0)
            return [];
        if (text[0] != '/')
            throw Malformed($"{field} must begin with '/'");
        return [.. text[1..].Split('/').Select(Unescaped)];
    }

    private static string Unescaped(string step) =>
        step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static JsonNode? Value(JsonObject operation) =>
        operation.TryGetPropertyValue("value", out var value) ? value?.DeepClone() : throw Malformed("the operation must have a value");

    private static int Index(string step) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : throw Fails("operation does not apply: an index must be a number");

    private static PatchException Malformed(string message) => new(message, isMalformed: true);

    private static PatchException Fails(string message) => new(message, isMalformed: false);
}
