namespace Pdp.Core.PromQl.Syntax;

/// <summary>A label and what its value must be.</summary>
/// <param name="Name">The label.</param>
/// <param name="Kind">How it is compared.</param>
/// <param name="Value">With what.</param>
public sealed record Matcher(string Name, MatchKind Kind, string Value)
{
    /// <summary>The label that holds a metric's name.</summary>
    public const string MetricName = "__name__";
}
