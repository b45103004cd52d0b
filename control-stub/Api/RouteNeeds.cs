using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Api;

/// <summary>What a route does, and how the organization and project that it concerns are found. A route without it is open to nobody.</summary>
/// <param name="Action">What it does.</param>
/// <param name="Subject">How its subject is found.</param>
internal sealed record RouteNeeds(OperatorAction Action, SubjectIn Subject = SubjectIn.Nothing);

/// <summary>Where a request says which organization and project it concerns.</summary>
internal enum SubjectIn
{
    /// <summary>It concerns the control plane as a whole, or nobody in particular.</summary>
    Nothing,

    /// <summary>The intent that the path names belongs to them.</summary>
    Intent,

    /// <summary>The path names them.</summary>
    Path,

    /// <summary>The path names the organization; it concerns all projects of it.</summary>
    Organization,

    /// <summary>The path names a user; everybody is his own subject.</summary>
    User,

    /// <summary>
    /// The body, or each thing in the answer, has its own: the handler asks for each. Before that it takes the role on any one of them.
    /// </summary>
    Content,
}
