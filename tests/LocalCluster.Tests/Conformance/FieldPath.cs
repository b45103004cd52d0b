using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pdp.LocalCluster.Tests.Conformance;

/// <summary>Paths of the recorded cases: <c>a.b</c> descends, <c>[2]</c> indexes, <c>[*]</c> maps over a list, <c>\.</c> is a dot in a key.</summary>
internal static partial class FieldPath
{
    public static JsonNode? Find(JsonNode? document, string path) => Walk(document, [.. Steps().Matches(path).Cast<Match>()], 0);

    private static JsonNode? Walk(JsonNode? node, List<Match> steps, int at)
    {
        if (at == steps.Count) return node?.DeepClone();
        var index = steps[at].Groups["index"];
        if (!index.Success)
            return node is JsonObject map ? Walk(map[steps[at].Value.TrimStart('.').Replace("\\.", ".")], steps, at + 1) : null;
        if (node is not JsonArray list) return null;
        if (index.Value == "*") return new JsonArray([.. list.Select(item => Walk(item, steps, at + 1))]);
        var position = int.Parse(index.Value);
        return position < list.Count ? Walk(list[position], steps, at + 1) : null;
    }

    [GeneratedRegex(@"\[(?<index>\*|\d+)\]|(?:\\.|[^.\[])+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Steps();
}
