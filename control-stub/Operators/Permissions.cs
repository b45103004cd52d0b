namespace Pdp.ControlStub.Operators;

/// <summary>What each role may do: the one table. What is not in it nobody may do.</summary>
internal static class Permissions
{
    /// <summary>The table.</summary>
    public static IReadOnlyList<Permission> All { get; } =
    [
        new(OperatorAction.ReadAbout, Role.Viewer, Reach.Anybody),
        new(OperatorAction.SeeOneself, Role.Viewer, Reach.Everybody),
        new(OperatorAction.ViewPlanes, Role.Viewer, Reach.AnyGrant),
        new(OperatorAction.ViewKeys, Role.Viewer, Reach.AnyGrant),
        new(OperatorAction.ViewEvents, Role.Viewer, Reach.Subject),
        new(OperatorAction.ViewIntents, Role.Viewer, Reach.Subject),
        new(OperatorAction.Observe, Role.Viewer, Reach.Subject),
        new(OperatorAction.PlanIntents, Role.Developer, Reach.Subject),
        new(OperatorAction.ChangeIntents, Role.Developer, Reach.Subject),
        new(OperatorAction.ChangeComponentTypes, Role.PlatformEngineer, Reach.Subject),
        new(OperatorAction.ViewPipelines, Role.Viewer, Reach.Organization),
        new(OperatorAction.ManagePipelines, Role.PlatformEngineer, Reach.Subject),
        new(OperatorAction.Deploy, Role.Developer, Reach.Subject),
        new(OperatorAction.ForcePromotions, Role.PlatformEngineer, Reach.Subject),
        new(OperatorAction.ManagePlanes, Role.PlatformEngineer, Reach.Everything),
        new(OperatorAction.HintSecrets, Role.PlatformEngineer, Reach.Everything),
        new(OperatorAction.ManageHeld, Role.PlatformEngineer, Reach.Everything),
        new(OperatorAction.ManageGrants, Role.Admin, Reach.Subject),
        new(OperatorAction.ViewUsers, Role.Admin, Reach.AnyGrant, OrSelf: true),
        new(OperatorAction.ManageTokens, Role.Admin, Reach.Everything, OrSelf: true),
        new(OperatorAction.ManageUsers, Role.Admin, Reach.Everything),
        new(OperatorAction.ManageKeys, Role.Admin, Reach.Everything),
        new(OperatorAction.Backup, Role.Admin, Reach.Everything),
    ];

    private static readonly Dictionary<OperatorAction, Permission> _byAction = All.ToDictionary(p => p.Action);

    /// <summary>Who may do something; null when nobody may.</summary>
    public static Permission? Of(OperatorAction action) => _byAction.GetValueOrDefault(action);
}
