using Pdp.Core.PromQl.Syntax;

namespace Pdp.Observability.Prometheus;

/// <summary>How much time a query looks at for one point: ranges and subqueries within each other add up. An offset costs nothing.</summary>
internal static class QueryReach
{
    /// <summary>The longest of its parts.</summary>
    public static TimeSpan Of(Expression expression) => expression switch
    {
        Selector { Range: { } range } => Milliseconds(range),
        Subquery subquery => Milliseconds(subquery.Range) + Of(subquery.Inner),
        Parentheses inner => Of(inner.Inner),
        Unary unary => Of(unary.Operand),
        Binary binary => Longer(Of(binary.Left), Of(binary.Right)),
        Call call => call.Arguments.Select(Of).Aggregate(TimeSpan.Zero, Longer),
        Aggregation { Parameter: { } parameter } aggregation => Longer(Of(parameter), Of(aggregation.Operand)),
        Aggregation aggregation => Of(aggregation.Operand),
        _ => TimeSpan.Zero,
    };

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // A hundred years, so that sums never overflow.
    private static TimeSpan Milliseconds(long range) => TimeSpan.FromMilliseconds(Math.Clamp(range, 0, 3_153_600_000_000));
}
