using Pdp.Core.PromQl.Syntax;

namespace Pdp.Core.PromQl;

/// <summary>
/// Holds a query to a scope: every selector gets the enforced matchers beside its own. All matchers of a selector must hold, so nothing that stands
/// there already can widen it; and since every series a query sees comes from a selector, no label made up on the way leads out of the scope.
/// </summary>
public static class ScopeRewriter
{
    /// <summary>The same query within the scope.</summary>
    /// <param name="expression">The query.</param>
    /// <param name="labels">One at least.</param>
    /// <exception cref="ArgumentException">There is no label to enforce.</exception>
    public static Expression Enforce(Expression expression, IReadOnlyList<EnforcedLabel> labels)
    {
        if (labels.Count == 0) throw new ArgumentException("A scope names one label at least.", nameof(labels));
        return Rewrite(expression, [.. labels.Select(label => label.Matcher)]);
    }

    private static Expression Rewrite(Expression expression, Matcher[] enforced) => expression switch
    {
        Selector selector => selector with { Matchers = new Sequence<Matcher>([.. selector.Matchers, .. enforced]) },
        Subquery subquery => subquery with { Inner = Rewrite(subquery.Inner, enforced) },
        Parentheses inner => inner with { Inner = Rewrite(inner.Inner, enforced) },
        Unary unary => unary with { Operand = Rewrite(unary.Operand, enforced) },
        Binary binary => binary with { Left = Rewrite(binary.Left, enforced), Right = Rewrite(binary.Right, enforced) },
        Call call => call with { Arguments = new Sequence<Expression>([.. call.Arguments.Select(argument => Rewrite(argument, enforced))]) },
        Aggregation aggregation => aggregation with
        {
            Parameter = aggregation.Parameter is { } parameter ? Rewrite(parameter, enforced) : null,
            Operand = Rewrite(aggregation.Operand, enforced),
        },
        NumberLiteral or StringLiteral => expression,
        // A kind of expression that is new here must not pass as it is.
        _ => throw new InvalidOperationException($"No rule for {expression.GetType().Name}."),
    };
}
