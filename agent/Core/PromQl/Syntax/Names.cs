namespace Pdp.Core.PromQl.Syntax;

/// <summary>Which names may be written without quotes.</summary>
internal static class Names
{
    /// <summary>Words of the language that no metric before braces may be called.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "and", "or", "unless", "atan2", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset", "inf", "nan", "start", "end",
        "sum", "avg", "count", "min", "max", "group", "stddev", "stdvar", "topk", "bottomk", "count_values", "quantile", "limitk", "limit_ratio",
    };

    public static bool IsMetric(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => IsWordPart(c) || c == ':') && !Reserved.Contains(name);

    public static bool IsLabel(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(IsWordPart);

    public static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
