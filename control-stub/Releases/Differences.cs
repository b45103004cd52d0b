using System.Text.Json.Nodes;
using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Releases;

/// <summary>Names where two documents say different things; never what they say.</summary>
internal static class Differences
{
    /// <summary>Most places that are named.</summary>
    private const int Most = 20;

    /// <summary>The paths, in order; none when both say the same.</summary>
    public static IReadOnlyList<string> Between(JsonNode? one, JsonNode? other) => [.. Walk("", one, other).Take(Most)];

    private static IEnumerable<string> Walk(string path, JsonNode? one, JsonNode? other) => (one, other) switch
    {
        (JsonObject a, JsonObject b) => a.Select(m => m.Key).Union(b.Select(m => m.Key)).Order(StringComparer.Ordinal)
            .SelectMany(name => Walk(FieldPath.Of(path, name), a[name], b[name])),
        (JsonArray a, JsonArray b) when a.Count == b.Count => a.Zip(b).SelectMany((pair, index) => Walk($"{path}[{index}]", pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(one, other) ? [] : [path],
    };
}
