namespace Pdp.Core.Images.Versions;

/// <summary>One bound of a range.</summary>
/// <param name="Operator">How a version must compare.</param>
/// <param name="Version">With what.</param>
internal sealed record VersionBound(BoundOperator Operator, SemanticVersion Version)
{
    /// <summary>Whether a version keeps to it.</summary>
    public bool Holds(SemanticVersion version)
    {
        var order = version.ComparedWith(Version);
        return Operator switch
        {
            BoundOperator.Equal => order == 0,
            BoundOperator.Above => order > 0,
            BoundOperator.AtLeast => order >= 0,
            BoundOperator.Below => order < 0,
            _ => order <= 0,
        };
    }
}

/// <summary>How a version compares with a bound.</summary>
internal enum BoundOperator
{
    /// <summary><c>=</c>.</summary>
    Equal,

    /// <summary><c>&gt;</c>.</summary>
    Above,

    /// <summary><c>&gt;=</c>.</summary>
    AtLeast,

    /// <summary><c>&lt;</c>.</summary>
    Below,

    /// <summary><c>&lt;=</c>.</summary>
    AtMost,
}
