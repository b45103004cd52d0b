namespace Pdp.ControlStub.Operators;

/// <summary>Who asks for something, what he may do, and why he asks.</summary>
/// <param name="Actor">His name in events, see <see cref="Actors"/>.</param>
/// <param name="Access">What he may do.</param>
/// <param name="Reason">Why, in his own words; null when he did not say.</param>
internal sealed record Caller(string Actor, Access Access, string? Reason = null)
{
    /// <summary>The control plane itself, as when it carries out what was decided before.</summary>
    public static Caller ControlPlane { get; } = new(Actors.ControlPlane, Access.Full);

    /// <summary>The user's name; null for the control plane itself.</summary>
    public string? User { get; init; }

    /// <summary>The token he showed; null for the control plane itself.</summary>
    public string? TokenId { get; init; }

    /// <summary>When that token ends, UTC; null when it does not.</summary>
    public DateTimeOffset? TokenExpiresAt { get; init; }

    /// <summary>What an action needs and he was not granted, for people: <c>developer on acme/shop</c>.</summary>
    public static string Needed(OperatorAction action, Scope? subject) => Permissions.Of(action) switch
    {
        { Reach: Reach.Subject } permission => $"{permission.Least.Name()} on {subject?.ToString() ?? "the project it concerns"}",
        { Reach: Reach.Organization } permission => $"{permission.Least.Name()} on a project of {subject?.Organization ?? "the organization"}",
        { Reach: Reach.AnyGrant } permission => $"{permission.Least.Name()} on any project",
        { } permission => $"{permission.Least.Name()} on {Scope.Everything}",
        null => "what nobody may have",
    };
}
