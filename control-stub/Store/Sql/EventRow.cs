using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>An event, with the borders of the log; the event's columns are null where none matched.</summary>
internal sealed record EventRow
{
    /// <summary>Columns of the event.</summary>
    public const string Columns =
        """
        e.number Number, e.type Type, e.at At, e.plane Plane, e.intent Intent, e.data Data, e.actor Actor, e.reason Reason,
        e.organization Organization, e.project Project
        """;

    public long Newest { get; init; }

    public long? Oldest { get; init; }

    public long? Number { get; init; }

    public string Type { get; init; } = "";

    public long At { get; init; }

    public string? Plane { get; init; }

    public string? Intent { get; init; }

    public string Data { get; init; } = "{}";

    public string? Actor { get; init; }

    public string? Reason { get; init; }

    public string? Organization { get; init; }

    public string? Project { get; init; }

    public EventRecord ToRecord() => new(Number ?? 0, new NewEvent(Type, Stored.Time(At), Plane, Intent, Data)
    {
        Actor = Actor ?? Actors.Unknown,
        Reason = Reason,
        Subject = SubjectOf(Organization, Project),
    });

    /// <summary>The two columns as one.</summary>
    public static Scope? SubjectOf(string? organization, string? project) =>
        organization is null || project is null ? null : new Scope(organization, project);
}
