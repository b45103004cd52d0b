namespace Pdp.Core.PromQl.Syntax;

/// <summary>How a label is compared.</summary>
public enum MatchKind
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>=~</c>, the whole value.</summary>
    Matches,

    /// <summary><c>!~</c>, the whole value.</summary>
    NotMatches,
}
