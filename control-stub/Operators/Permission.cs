namespace Pdp.ControlStub.Operators;

/// <summary>Who may do something.</summary>
/// <param name="Action">What.</param>
/// <param name="Least">The least role.</param>
/// <param name="Reach">Where that role must have been granted.</param>
/// <param name="OrSelf">Whether everybody may where it concerns only himself.</param>
internal sealed record Permission(OperatorAction Action, Role Least, Reach Reach, bool OrSelf = false);

/// <summary>Where a role must have been granted.</summary>
internal enum Reach
{
    /// <summary>Nowhere: it is for anybody, without a token.</summary>
    Anybody,

    /// <summary>Nowhere: it is for everybody with a token.</summary>
    Everybody,

    /// <summary>Wherever it may be: one grant is enough.</summary>
    AnyGrant,

    /// <summary>Over anything of the organization that it concerns.</summary>
    Organization,

    /// <summary>Over the organization and project that it concerns.</summary>
    Subject,

    /// <summary>Over everything.</summary>
    Everything,
}
