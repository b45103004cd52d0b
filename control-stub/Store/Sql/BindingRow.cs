namespace Pdp.ControlStub.Store.Sql;

/// <summary>A component in an environment as a row.</summary>
internal sealed record BindingRow
{
    /// <summary>The columns.</summary>
    public const string Columns =
        """
        organization Organization, project Project, component Component, environment Environment, release Release, plane Plane,
        intent Intent, updated_at UpdatedAt, config Config
        """;

    /// <summary>Writes a row of <see cref="Values"/> in the place of the one before.</summary>
    public const string Upsert =
        """
        insert into bindings (organization, project, component, environment, release, plane, intent, updated_at, config)
        values (@Organization, @Project, @Component, @Environment, @Release, @Plane, @Intent, @at, @Values)
        on conflict (organization, project, component, environment) do update
        set release = excluded.release, plane = excluded.plane, intent = excluded.intent, updated_at = excluded.updated_at, config = excluded.config
        """;

    public string Organization { get; init; } = "";

    public string Project { get; init; } = "";

    public string Component { get; init; } = "";

    public string Environment { get; init; } = "";

    public string? Release { get; init; }

    public string? Plane { get; init; }

    public string? Intent { get; init; }

    public long UpdatedAt { get; init; }

    public string Config { get; init; } = "{}";

    /// <summary>The values of a record.</summary>
    public static object Values(BindingRecord binding) => new
    {
        binding.Key.Organization,
        binding.Key.Project,
        binding.Key.Component,
        binding.Key.Environment,
        binding.Release,
        binding.Plane,
        binding.Intent,
        at = Stored.Time(binding.UpdatedAt),
        binding.Values,
    };

    public BindingRecord ToRecord() => new(
        new BindingKey(Organization, Project, Component, Environment), Config, Release, Plane, Intent, Stored.Time(UpdatedAt));
}
