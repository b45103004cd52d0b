namespace Pdp.Core.PromQl.Syntax;

/// <summary>What stands between two operands.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Precedence">Higher binds more.</param>
/// <param name="IsComparison">Whether <c>bool</c> may follow.</param>
/// <param name="IsSet">Whether it is one of <c>and</c>, <c>or</c>, <c>unless</c>.</param>
public sealed record BinaryOperator(string Text, int Precedence, bool IsComparison = false, bool IsSet = false)
{
    /// <summary>Those there are.</summary>
    public static IReadOnlyList<BinaryOperator> All { get; } =
    [
        new("or", 1, IsSet: true), new("and", 2, IsSet: true), new("unless", 2, IsSet: true), new("==", 3, true), new("!=", 3, true), new("<=", 3, true),
        new("<", 3, true), new(">=", 3, true), new(">", 3, true), new("+", 4), new("-", 4), new("*", 5), new("/", 5), new("%", 5), new("atan2", 5), new("^", 6),
    ];

    /// <summary>Whether equal ones are read from the right: <c>2 ^ 3 ^ 2</c> is <c>2 ^ (3 ^ 2)</c>.</summary>
    public bool IsRightAssociative => Text == "^";
}
