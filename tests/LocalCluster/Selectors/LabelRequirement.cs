using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Selectors;

/// <summary>One condition on one label.</summary>
internal sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>Holds for nothing.</summary>
    public static LabelRequirement Never { get; } = new("", LabelOperator.In, []);

    public static LabelRequirement Of(JsonObject expression)
    {
        var values = expression.Array("values")?.Select(v => v.TryText(out var text) ? text : "").ToList() ?? [];
        var op = expression.Text("operator") switch
        {
            "In" => LabelOperator.In,
            "NotIn" => LabelOperator.NotIn,
            "Exists" => LabelOperator.Exists,
            "DoesNotExist" => LabelOperator.DoesNotExist,
            _ => (LabelOperator?)null,
        };
        return op is null ? Never : new LabelRequirement(expression.Text("key") ?? "", op.Value, values);
    }

    public bool Matches(JsonObject? labels)
    {
        var value = labels.Text(Key);
        return Operator switch
        {
            LabelOperator.In => value is not null && Values.Contains(value, StringComparer.Ordinal),
            LabelOperator.NotIn => value is null || !Values.Contains(value, StringComparer.Ordinal),
            LabelOperator.Exists => value is not null,
            LabelOperator.DoesNotExist => value is null,
            LabelOperator.Greater => Number(value) is { } left && left > Number(Values[0]),
            _ => Number(value) is { } left && left < Number(Values[0]),
        };
    }

    public override string ToString() => Operator switch
    {
        LabelOperator.In when Values.Count == 1 => $"{Key}={Values[0]}",
        LabelOperator.In => $"{Key} in ({string.Join(',', Values)})",
        LabelOperator.NotIn when Values.Count == 1 => $"{Key}!={Values[0]}",
        LabelOperator.NotIn => $"{Key} notin ({string.Join(',', Values)})",
        LabelOperator.Exists => Key,
        LabelOperator.DoesNotExist => $"!{Key}",
        LabelOperator.Greater => $"{Key}>{Values[0]}",
        _ => $"{Key}<{Values[0]}",
    };

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}

internal enum LabelOperator
{
    In,
    NotIn,
    Exists,
    DoesNotExist,
    Greater,
    Less,
}
