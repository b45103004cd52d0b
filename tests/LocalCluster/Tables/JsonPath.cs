using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Tables;

/// <summary>The part of JSONPath printer columns are written in: <c>.a.b</c>, <c>['a.b']</c>, <c>[0]</c>, <c>[*]</c> and
/// <c>[?(@.type=="Ready")]</c>.</summary>
internal sealed class JsonPath
{
    private readonly List<Func<JsonNode, IEnumerable<JsonNode?>>> _steps = [];

    private JsonPath()
    {
    }

    /// <summary>Reads a path; what cannot be read finds nothing.</summary>
    public static JsonPath Parse(string text)
    {
        var path = new JsonPath();
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] == '[')
            {
                var end = text.IndexOf(']', at);
                end = end < 0 ? text.Length : end;
                path._steps.Add(Bracket(text[(at + 1)..Math.Min(end, text.Length)]));
                at = end + 1;
                continue;
            }
            var start = text[at] == '.' ? at + 1 : at;
            at = start;
            while (at < text.Length && text[at] is not ('.' or '['))
                at += text[at] == '\\' ? 2 : 1;
            var key = text[start..Math.Min(at, text.Length)].Replace("\\", "", StringComparison.Ordinal);
            if (key.Length > 0)
                path._steps.Add(n => Field(n, key));
        }
        return path;
    }

    public IEnumerable<JsonNode?> Find(JsonNode root)
    {
        IEnumerable<JsonNode?> found = [root];
        foreach (var step in _steps)
            found = found.SelectMany(n => n is null ? [] : step(n));
        return found.Where(n => n is not null);
    }

    private static Func<JsonNode, IEnumerable<JsonNode?>> Bracket(string inside)
    {
        if (inside == "*")
            return n => n is JsonArray array ? array : n is JsonObject obj ? obj.Select(p => p.Value) : [];
        if (int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return n => n is JsonArray array && index < array.Count ? [array[index]] : [];
        if (inside.Length > 2 && inside[0] is '\'' or '"' && inside[^1] == inside[0])
            return n => Field(n, inside[1..^1]);
        return inside is ['?', '(', .. var condition, ')'] ? Filter(condition) : _ => [];
    }

    private static Func<JsonNode, IEnumerable<JsonNode?>> Filter(string condition)
    {
        var sides = condition.Split("==", 2, StringSplitOptions.TrimEntries);
        if (sides.Length != 2 || !sides[0].StartsWith("@.", StringComparison.Ordinal))
            return _ => [];
        var (path, wanted) = (sides[0][2..].Split('.'), sides[1].Trim('"', '\''));
        return n => n is JsonArray array ? array.Where(i => Cells.Plain(i.At(path), "") == wanted) : [];
    }

    private static IEnumerable<JsonNode?> Field(JsonNode node, string key) =>
        node is JsonObject obj && obj.TryGetPropertyValue(key, out var value) ? [value] : [];
}
