using System.Text.Json.Nodes;

namespace Pdp.Core.Policy;

/// <summary>Every annotation in an object: its own and those of the templates in it.</summary>
internal static class AnnotationWalk
{
    /// <summary>The annotations, with the path of the map they stand in.</summary>
    public static IEnumerable<(string Path, string Key, string Value)> In(JsonObject manifest) => Walk(manifest, "");

    private static IEnumerable<(string Path, string Key, string Value)> Walk(JsonNode? node, string path) => node switch
    {
        JsonObject o => o.SelectMany(member =>
        {
            var below = path.Length == 0 ? member.Key : $"{path}.{member.Key}";
            var isMap = member.Key.EndsWith("annotations", StringComparison.OrdinalIgnoreCase) && member.Value is JsonObject;
            return isMap
                ? member.Value!.AsObject().Select(found => (below, found.Key, (found.Value as JsonValue)?.ToString() ?? ""))
                : Walk(member.Value, below);
        }),
        JsonArray a => a.SelectMany((item, i) => Walk(item, $"{path}[{i}]")),
        _ => [],
    };
}
