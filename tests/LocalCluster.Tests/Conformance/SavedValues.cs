using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pdp.LocalCluster.Tests.Conformance;

/// <summary>What earlier steps saved, filled into later requests.</summary>
internal sealed partial class SavedValues
{
    private readonly Dictionary<string, string> _values = [];

    public void Save(string name, JsonNode? value) =>
        _values[name] = value is JsonValue v && v.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "";

    public string Fill(string text)
    {
        var repeat = Repeat().Match(text);
        if (repeat.Success) return new string(repeat.Groups["char"].Value[0], int.Parse(repeat.Groups["count"].Value));
        return Variable().Replace(text, match => _values[match.Groups["name"].Value]);
    }

    public JsonNode? Fill(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Fill(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Fill)]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Fill(text)),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex(@"\$\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^@repeat:(?<char>.):(?<count>\d+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Repeat();
}
