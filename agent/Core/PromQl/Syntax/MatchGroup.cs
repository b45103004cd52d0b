namespace Pdp.Core.PromQl.Syntax;

/// <summary>Which side of an operator may have many series to one of the other.</summary>
public enum MatchGroup
{
    /// <summary><c>group_left</c></summary>
    Left,

    /// <summary><c>group_right</c></summary>
    Right,
}
