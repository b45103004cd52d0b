using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Objects;

/// <summary>Selection by labels, in the two forms objects hold it.</summary>
internal static class LabelSelector
{
    /// <summary>A <c>LabelSelector</c> with <c>matchLabels</c> and <c>matchExpressions</c>. Null selects nothing, an empty one everything.</summary>
    public static bool Matches(JsonObject? selector, JsonObject? labels)
    {
        if (selector is null) return false;
        foreach (var (name, value) in selector.Object("matchLabels") ?? [])
        {
            if (labels.Text(name) != value.Text()) return false;
        }

        return selector.Items("matchExpressions").All(expression => Holds(expression, labels));
    }

    /// <summary>A plain map, as a Service's <c>spec.selector</c>. Null or empty selects nothing.</summary>
    public static bool MatchesMap(JsonObject? selector, JsonObject? labels) =>
        selector is { Count: > 0 } && selector.All(pair => labels.Text(pair.Key) is { } value && value == pair.Value.Text());

    private static bool Holds(JsonObject expression, JsonObject? labels)
    {
        var value = labels.Text(expression.Text("key") ?? "");
        var values = expression.Array("values")?.Select(item => item.Text()) ?? [];
        return expression.Text("operator") switch
        {
            "In" => value is not null && values.Contains(value, StringComparer.Ordinal),
            "NotIn" => value is null || !values.Contains(value, StringComparer.Ordinal),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    }
}
