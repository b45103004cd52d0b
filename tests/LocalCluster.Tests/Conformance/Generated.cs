using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pdp.LocalCluster.Tests.Conformance;

/// <summary>Values a server makes up (uids, versions, times, hashes, addresses) are the same as any other of their kind.</summary>
internal static partial class Generated
{
    /// <summary>Whether two values are equal but for what the servers made up.</summary>
    public static bool Same(JsonNode? recorded, JsonNode? answered) => (recorded, answered) switch
    {
        (JsonObject a, JsonObject b) => a.Count == b.Count && a.All(p => b.ContainsKey(p.Key) && Same(p.Value, b[p.Key])),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(p => Same(p.First, p.Second)),
        (JsonValue a, JsonValue b) when a.TryGetValue<string>(out var x) && b.TryGetValue<string>(out var y) =>
            x == y || (Kind(x) is { } kind && kind == Kind(y)),
        _ => JsonNode.DeepEquals(recorded, answered),
    };

    private static string? Kind(string text) =>
        Made().Match(text) is { Success: true } match ? match.Groups.Values.Skip(1).First(g => g.Success).Name : null;

    [GeneratedRegex(
        @"^((?<uid>[0-9a-f]{8}-[0-9a-f-]{27})|(?<address>10\.96\.\d+\.\d+)|(?<time>20\d\d-.*Z)|(?<name>.*-[0-9a-z]{8,10}(-[0-9a-z]{5})?-?|gen-[0-9a-z]{5})|(?<version>\d{3,12}))$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Made();
}
