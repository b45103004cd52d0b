namespace Pdp.ControlStub.Store.Sql;

/// <summary>A placement as a row.</summary>
internal sealed record PlacementRow
{
    /// <summary>What was deployed and is still there; a condition on the deployments d follows.</summary>
    public const string Select =
        """
        select distinct d.organization Organization, d.project Project, d.component Component, d.environment Environment, d.plane Plane, d.intent Intent
        from deployments d join intents i on i.plane = d.plane and i.id = d.intent and not i.removed
            and i.organization = d.organization and i.project = d.project and i.environment = d.environment
        where
        """;

    public string Organization { get; init; } = "";

    public string Project { get; init; } = "";

    public string Component { get; init; } = "";

    public string Environment { get; init; } = "";

    public string Plane { get; init; } = "";

    public string Intent { get; init; } = "";

    public Placement ToRecord() => new(new BindingKey(Organization, Project, Component, Environment), Plane, Intent);
}
