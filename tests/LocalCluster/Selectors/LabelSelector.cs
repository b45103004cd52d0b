using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Selectors;

/// <summary>A conjunction of conditions on labels, from a query's text or from an object's <c>selector</c>.</summary>
internal sealed class LabelSelector(IReadOnlyList<LabelRequirement> requirements)
{
    public static LabelSelector Everything { get; } = new([]);

    public bool IsEverything => requirements.Count == 0;

    /// <summary>Reads <c>a=b,c!=d,e in (x,y),f,!g</c>.</summary>
    /// <exception cref="FormatException">Not a selector.</exception>
    public static LabelSelector Parse(string? text) =>
        string.IsNullOrWhiteSpace(text) ? Everything : new LabelSelector(new LabelSelectorParser(text).Parse());

    /// <summary>Reads <c>matchLabels</c> and <c>matchExpressions</c>; an empty object selects everything, null nothing.</summary>
    public static LabelSelector Of(JsonObject? selector)
    {
        if (selector is null)
            return new LabelSelector([LabelRequirement.Never]);
        var labels = selector.Object("matchLabels") is { } map ? Equal(map) : [];
        return new LabelSelector([.. labels, .. selector.Items("matchExpressions").Select(LabelRequirement.Of)]);
    }

    /// <summary>A plain map, as Services have it.</summary>
    public static LabelSelector OfMap(JsonObject map) => new([.. Equal(map)]);

    public bool Matches(JsonObject? labels)
    {
        foreach (var requirement in requirements)
        {
            if (!requirement.Matches(labels))
                return false;
        }
        return true;
    }

    /// <summary>Whether an object's <c>metadata.labels</c> match.</summary>
    public bool MatchesObject(JsonObject obj) => IsEverything || Matches(obj.Object("metadata", "labels"));

    public override string ToString() => string.Join(',', requirements);

    private static IEnumerable<LabelRequirement> Equal(JsonObject map) =>
        map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new LabelRequirement(p.Key, LabelOperator.In, [map.Text(p.Key) ?? ""]));
}
