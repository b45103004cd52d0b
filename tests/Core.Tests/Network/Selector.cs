using System.Text.Json.Nodes;

namespace Pdp.Core.Tests.Network;

/// <summary>Label selectors as the API server evaluates them. One that is not there selects nothing, an empty one everything.</summary>
internal static class Selector
{
    public static bool Selects(JsonNode? selector, IReadOnlyDictionary<string, string> labels) =>
        selector is JsonObject known
        && (known["matchLabels"] as JsonObject ?? []).All(label => labels.GetValueOrDefault(label.Key) == (string)label.Value!)
        && (known["matchExpressions"] as JsonArray ?? []).All(expression => Holds(expression!, labels));

    private static bool Holds(JsonNode expression, IReadOnlyDictionary<string, string> labels)
    {
        var has = labels.TryGetValue((string)expression["key"]!, out var value);
        var values = (expression["values"] as JsonArray ?? []).Select(v => (string)v!);
        return (string)expression["operator"]! switch
        {
            "Exists" => has,
            "DoesNotExist" => !has,
            "In" => has && values.Contains(value),
            "NotIn" => !has || !values.Contains(value),
            var other => throw new InvalidOperationException($"There is no operator {other}."),
        };
    }
}
