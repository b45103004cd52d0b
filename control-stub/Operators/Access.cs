namespace Pdp.ControlStub.Operators;

/// <summary>Decides what somebody may do, by his grants and the table of <see cref="Permissions"/>. Pure; what is not allowed is denied.</summary>
internal sealed class Access(IReadOnlyList<Grant> grants)
{
    /// <summary>All there is.</summary>
    public static Access Full { get; } = new([new Grant(Role.Admin, Scope.Everything)]);

    /// <summary>What was granted.</summary>
    public IReadOnlyList<Grant> Grants => grants;

    /// <summary>Whether he may do something to a subject.</summary>
    /// <param name="action">What.</param>
    /// <param name="subject">The organization and project concerned; <see cref="Scope.Everything"/> for what belongs to none.</param>
    public bool Allows(OperatorAction action, Scope subject) => Permissions.Of(action) is { } permission && permission.Reach switch
    {
        Reach.Anybody or Reach.Everybody => true,
        Reach.AnyGrant => Has(permission.Least),
        Reach.Organization => Scopes(permission.Least).Any(s => s.Organization is Scope.Any || s.Organization == subject.Organization),
        Reach.Subject => Scopes(permission.Least).Any(s => s.Covers(subject)),
        Reach.Everything => Scopes(permission.Least).Contains(Scope.Everything),
        _ => false,
    };

    /// <summary>Whether there is anything he may do it to.</summary>
    public bool AllowsSomewhere(OperatorAction action) => Permissions.Of(action) is { } permission
        && (permission.Reach is Reach.Subject or Reach.Organization ? Has(permission.Least) : Allows(action, Scope.Everything));

    /// <summary>Whether he has a role, or a higher one, on a project.</summary>
    public bool Has(Role least, Scope subject) => Scopes(least).Any(s => s.Covers(subject));

    /// <summary>Where he may do it; null means everywhere.</summary>
    public IReadOnlyList<Scope>? Within(OperatorAction action)
    {
        if (Allows(action, Scope.Everything))
            return null;
        return Permissions.Of(action) switch
        {
            { Reach: Reach.Subject } permission => [.. Scopes(permission.Least).Distinct()],
            { Reach: Reach.Organization } permission => [.. Scopes(permission.Least).Select(s => Scope.Of(s.Organization)).Distinct()],
            _ => [],
        };
    }

    private bool Has(Role least) => Scopes(least).Any();

    private IEnumerable<Scope> Scopes(Role least) => grants.Where(g => g.Role >= least).Select(g => g.Scope);
}
