namespace Pdp.Core.PromQl.Syntax;

/// <summary>A PromQL expression. Equal when they mean the same tree, whatever blanks and comments it was written with.</summary>
public abstract record Expression
{
    private protected Expression()
    {
    }

    /// <summary>The expression as text that is read as the same tree.</summary>
    public sealed override string ToString() => Printer.Print(this);
}

/// <summary>A number, <c>Inf</c> and <c>NaN</c> and durations in seconds included. Never negative: a sign is an operator.</summary>
public sealed record NumberLiteral(double Value) : Expression;

/// <summary>A string.</summary>
public sealed record StringLiteral(string Value) : Expression;

/// <summary>What is in parentheses.</summary>
public sealed record Parentheses(Expression Inner) : Expression;

/// <summary>A sign before an expression.</summary>
public sealed record Unary(bool Minus, Expression Operand) : Expression;

/// <summary>Two operands.</summary>
public sealed record Binary(BinaryOperator Operator, bool Bool, Matching? Matching, Expression Left, Expression Right) : Expression;

/// <summary>A function and its arguments.</summary>
public sealed record Call(string Function, Sequence<Expression> Arguments) : Expression;

/// <summary>An aggregation, such as <c>sum by (job) (x)</c>.</summary>
/// <param name="Operator">In lower case.</param>
/// <param name="Parameter">The number, string or expression some have before the vector.</param>
/// <param name="Grouping">By or without which labels; null sums up all.</param>
/// <param name="Operand">What is aggregated.</param>
public sealed record Aggregation(string Operator, Expression? Parameter, Grouping? Grouping, Expression Operand) : Expression;

/// <summary>Series chosen by their labels.</summary>
/// <param name="Metric">The name before the braces; null when there is none, or none that is plain: such a name is a matcher.</param>
/// <param name="Matchers">What is in the braces.</param>
/// <param name="Range">How far back, for a range vector, milliseconds; null for an instant one.</param>
/// <param name="At">When.</param>
public sealed record Selector(string? Metric, Sequence<Matcher> Matchers, long? Range, Shift At) : Expression;

/// <summary>An expression evaluated over a time of its own.</summary>
/// <param name="Inner">The expression.</param>
/// <param name="Range">How far back, milliseconds.</param>
/// <param name="Step">Milliseconds; null for the server's own.</param>
/// <param name="At">When.</param>
public sealed record Subquery(Expression Inner, long Range, long? Step, Shift At) : Expression;
