using FsCheck;
using FsCheck.Fluent;
using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Tests.Operators;

/// <summary>The decision alone: whatever was granted, nothing is allowed but what the table says.</summary>
public sealed class AccessTests
{
    private static readonly Config _many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    private static readonly Gen<Scope> _scopes =
        from organization in Gen.Elements("acme", "bank", Scope.Any)
        from project in Gen.Elements("shop", "till", Scope.Any)
        select new Scope(organization, organization == Scope.Any ? Scope.Any : project);

    private static readonly Gen<Scope> _subjects = _scopes.Or(
        from organization in Gen.Elements("acme", "bank", "other")
        from project in Gen.Elements("shop", "till", "other")
        select new Scope(organization, project));

    private static readonly Gen<(List<Grant> Grants, OperatorAction Action, Scope Subject)> _questions =
        from count in Gen.Choose(0, 5)
        from grants in Gen.ListOf(
            from role in Gen.Elements(Enum.GetValues<Role>())
            from scope in _scopes
            select new Grant(role, scope), count)
        from action in Gen.Elements(Enum.GetValues<OperatorAction>())
        from subject in _subjects
        select (grants.ToList(), action, subject);

    [Fact]
    public void Every_action_is_in_the_table_once() =>
        Assert.Equal(Enum.GetValues<OperatorAction>().Order(), Permissions.All.Select(p => p.Action).Order());

    [Fact]
    public void What_is_not_in_the_table_nobody_may() => Assert.False(Access.Full.Allows((OperatorAction)999, Scope.Everything));

    [Fact]
    public void What_is_allowed_was_granted() => Prop.ForAll(_questions.ToArbitrary(), question =>
    {
        var (grants, action, subject) = question;
        Assert.Equal(Expected(grants, action, subject), new Access(grants).Allows(action, subject));
    }).Check(_many);

    [Fact]
    public void Less_granted_never_allows_more() => Prop.ForAll(_questions.ToArbitrary(), question =>
    {
        var (grants, action, subject) = question;
        if (new Access(grants).Allows(action, subject))
            return;
        foreach (var taken in grants)
            Assert.False(new Access([.. grants.Where(g => !ReferenceEquals(g, taken))]).Allows(action, subject));
        foreach (var lowered in grants.Where(g => g.Role > Role.Viewer))
            Assert.False(new Access([.. grants.Select(g => ReferenceEquals(g, lowered) ? g with { Role = g.Role - 1 } : g)]).Allows(action, subject));
    }).Check(_many);

    [Fact]
    public void Where_it_is_allowed_is_where_it_is_listed() => Prop.ForAll(_questions.ToArbitrary(), question =>
    {
        var (grants, action, subject) = question;
        if (Permissions.Of(action)!.Reach is not (Reach.Subject or Reach.Organization))
            return;
        var access = new Access(grants);
        Assert.Equal(access.Allows(action, subject), access.Within(action)?.Any(s => s.Covers(subject)) ?? true);
        Assert.Equal(access.AllowsSomewhere(action), access.Within(action) is not []);
    }).Check(_many);

    // Written apart from the program's own table: who changes one has to mean it.
    private static bool Expected(IReadOnlyList<Grant> grants, OperatorAction action, Scope subject)
    {
        bool On(Role least, Func<Scope, bool> where) => grants.Any(g => g.Role >= least && where(g.Scope));
        bool Covering(Scope s) => (s.Organization is "*" || s.Organization == subject.Organization) && (s.Project is "*" || s.Project == subject.Project);
        static bool Everything(Scope s) => s is { Organization: "*", Project: "*" };
        return action switch
        {
            OperatorAction.ReadAbout or OperatorAction.SeeOneself => true,
            OperatorAction.ViewPlanes or OperatorAction.ViewKeys => grants.Count > 0,
            OperatorAction.ViewEvents or OperatorAction.ViewIntents or OperatorAction.Observe => On(Role.Viewer, Covering),
            OperatorAction.ChangeIntents or OperatorAction.PlanIntents or OperatorAction.Deploy => On(Role.Developer, Covering),
            OperatorAction.ViewPipelines => On(Role.Viewer, s => s.Organization is "*" || s.Organization == subject.Organization),
            OperatorAction.ChangeComponentTypes or OperatorAction.ManagePipelines or OperatorAction.ForcePromotions => On(Role.PlatformEngineer, Covering),
            OperatorAction.ManagePlanes or OperatorAction.HintSecrets or OperatorAction.ManageHeld => On(Role.PlatformEngineer, Everything),
            OperatorAction.ManageGrants => On(Role.Admin, Covering),
            OperatorAction.ViewUsers => On(Role.Admin, _ => true),
            OperatorAction.ManageTokens or OperatorAction.ManageUsers or OperatorAction.ManageKeys or OperatorAction.Backup => On(Role.Admin, Everything),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "Say here who may."),
        };
    }
}
