namespace Pdp.ControlStub.Store.Sql;

/// <summary>A deployment as a row.</summary>
internal sealed record DeploymentRow
{
    /// <summary>The columns.</summary>
    public const string Columns =
        """
        organization Organization, project Project, component Component, environment Environment, number Number, way Way, release Release,
        plane Plane, intent Intent, generation Generation, promotion Promotion, actor Actor, reason Reason, at At, digests Digests, config Config
        """;

    /// <summary>Writes a row of <see cref="Values"/>.</summary>
    public const string Insert =
        """
        insert into deployments (organization, project, component, environment, number, way, release, plane, intent, generation,
            promotion, actor, reason, at, digests, config)
        values (@Organization, @Project, @Component, @Environment, @Number, @way, @Release, @Plane, @Intent, @Generation,
            @Promotion, @Actor, @Reason, @at, @digests, @Values)
        """;

    public string Organization { get; init; } = "";

    public string Project { get; init; } = "";

    public string Component { get; init; } = "";

    public string Environment { get; init; } = "";

    public long Number { get; init; }

    public string Way { get; init; } = "";

    public string Release { get; init; } = "";

    public string Plane { get; init; } = "";

    public string Intent { get; init; } = "";

    public long Generation { get; init; }

    public long? Promotion { get; init; }

    public string Actor { get; init; } = "";

    public string? Reason { get; init; }

    public long At { get; init; }

    public string Digests { get; init; } = "{}";

    public string Config { get; init; } = "{}";

    /// <summary>The values of a record.</summary>
    public static object Values(DeploymentRecord deployment) => new
    {
        deployment.Key.Organization,
        deployment.Key.Project,
        deployment.Key.Component,
        deployment.Key.Environment,
        deployment.Number,
        way = deployment.Way.ToString(),
        deployment.Release,
        deployment.Plane,
        deployment.Intent,
        deployment.Generation,
        deployment.Promotion,
        deployment.Actor,
        deployment.Reason,
        at = Stored.Time(deployment.At),
        digests = Stored.Json(deployment.Digests, StoredJson.Default.IReadOnlyDictionaryStringString),
        deployment.Values,
    };

    public DeploymentRecord ToRecord() => new(
        new BindingKey(Organization, Project, Component, Environment), Number, Stored.Name<DeploymentWay>(Way), Release, Config,
        Stored.Json(Digests, StoredJson.Default.IReadOnlyDictionaryStringString)!, Plane, Intent, Generation, Promotion, Actor, Reason, Stored.Time(At));
}
