using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Catalogue;

/// <summary>Reads typed fields of a document and collects what is wrong with them, each fault with its path.</summary>
internal sealed class FieldReader
{
    private readonly List<string> _faults = [];

    public void Fault(string path, string rule) => _faults.Add($"{(path.Length == 0 ? "the document" : path)}: {rule}");

    /// <exception cref="FormatException">Something was wrong; the message lists all of it.</exception>
    public void ThrowIfFaulty(string what)
    {
        if (_faults.Count > 0) throw new FormatException($"{what} has {_faults.Count} fault(s):\n  " + string.Join("\n  ", _faults));
    }

    public void OnlyKnown(JsonNode? node, string path, params string[] known)
    {
        if (node is not JsonObject obj) Fault(path, "must be a mapping");
        else foreach (var (key, _) in obj.Where(pair => !known.Contains(pair.Key, StringComparer.Ordinal))) Fault(Join(path, key), $"is not known; known here: {string.Join(", ", known)}");
    }

    public string Required(JsonNode? node, string path, string name)
    {
        if (node.Text(name) is { Length: > 0 } text) return text;
        Fault(Join(path, name), "is required and must be text");
        return "";
    }

    public string OneOf(JsonNode? node, string path, string name, string fallback, params string[] allowed)
    {
        if (node.At(name) is not { } value) return fallback;
        if (value.Text() is { } text && allowed.Contains(text, StringComparer.Ordinal)) return text;
        Fault(Join(path, name), $"must be one of {string.Join(", ", allowed)}");
        return fallback;
    }

    public IReadOnlyList<JsonNode?> List(JsonNode? node, string path, string name)
    {
        if (node.At(name) is not { } value) return [];
        if (value is JsonArray array) return [.. array];
        Fault(Join(path, name), "must be a list");
        return [];
    }

    public IReadOnlyList<string> Texts(JsonNode? node, string path, string name)
    {
        var texts = new List<string>();
        foreach (var (item, index) in List(node, path, name).Select((item, index) => (item, index)))
        {
            if (Scalar(item) is { } text) texts.Add(text);
            else Fault($"{Join(path, name)}[{index}]", "must be text");
        }

        return texts;
    }

    public IReadOnlyDictionary<string, string> Map(JsonNode? node, string path, string name)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (node.At(name) is not { } value) return map;
        if (value is not JsonObject obj) Fault(Join(path, name), "must be a mapping");
        else
        {
            foreach (var (key, item) in obj)
            {
                if (Scalar(item) is { } text) map[key] = text;
                else Fault($"{Join(path, name)}.{key}", "must be text, a number or a boolean");
            }
        }

        return map;
    }

    public TimeSpan? Seconds(JsonNode? node, string path, string name)
    {
        if (node.At(name) is not { } value) return null;
        if (value is JsonValue scalar && scalar.TryReal(out var seconds) && seconds is >= 0 and <= 86400) return TimeSpan.FromSeconds(seconds);
        Fault(Join(path, name), "must be seconds within 0 and 86400");
        return null;
    }

    private static string? Scalar(JsonNode? node) => node is JsonValue value ? value.Text() ?? value.ToJsonString() : null;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
