using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;
using Pdp.Protocol.Tracing;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>A row of the intents with what the agent said; the parts that a query leaves out are null.</summary>
internal sealed record IntentRow
{
    /// <summary>Columns of the intent itself, without the document.</summary>
    public const string Columns =
        """
        i.plane Plane, i.id Id, i.generation Generation, i.hash Hash, i.content_hash ContentHash, i.kind Kind, i.removed Removed,
        i.state State, i.organization Organization, i.project Project, i.environment Environment, i.component Component,
        i.source Source, i.created_at CreatedAt, i.updated_at UpdatedAt, i.traceparent Traceparent, i.tracestate Tracestate
        """;

    /// <summary>Columns of the acknowledgement and the status.</summary>
    public const string SaidColumns =
        """
        a.generation AckGeneration, a.outcome Outcome, a.reasons Reasons, a.held_generation HeldGeneration, a.at AckAt,
        s.document Status, s.at StatusAt
        """;

    /// <summary>Joins for <see cref="SaidColumns"/>.</summary>
    public const string SaidJoins =
        "left join acks a on a.plane = i.plane and a.id = i.id left join statuses s on s.plane = i.plane and s.id = i.id";

    /// <summary>Adds an intent; its parameters are <see cref="Values"/>.</summary>
    public const string Insert =
        """
        insert into intents (plane, id, generation, hash, content_hash, jws, kind, removed, state,
            organization, project, environment, component, source, created_at, updated_at, traceparent, tracestate)
        values (@Plane, @Id, @Generation, @Hash, @ContentHash, @Jws, @Kind, @Removed, @state,
            @Organization, @Project, @Environment, @Component, @Source, @created, @updated, @traceparent, @tracestate)
        """;

    public string Plane { get; init; } = "";

    public string Id { get; init; } = "";

    public long Generation { get; init; }

    public string Hash { get; init; } = "";

    public string ContentHash { get; init; } = "";

    public string Jws { get; init; } = "";

    public string Kind { get; init; } = "";

    public bool Removed { get; init; }

    public string State { get; init; } = "";

    public string Organization { get; init; } = "";

    public string Project { get; init; } = "";

    public string Environment { get; init; } = "";

    public string? Component { get; init; }

    public string Source { get; init; } = "";

    public long CreatedAt { get; init; }

    public long UpdatedAt { get; init; }

    public string? Traceparent { get; init; }

    public string? Tracestate { get; init; }

    public long? AckGeneration { get; init; }

    public string? Outcome { get; init; }

    public string? Reasons { get; init; }

    public long? HeldGeneration { get; init; }

    public long? AckAt { get; init; }

    public string? Status { get; init; }

    public long? StatusAt { get; init; }

    /// <summary>Whether there is a status document, where the query leaves the document itself out.</summary>
    public bool HasStatus { get; init; }

    /// <summary>The parameters of <see cref="Insert"/>.</summary>
    public static object Values(IntentRecord intent) => new
    {
        intent.Plane,
        intent.Id,
        intent.Generation,
        intent.Hash,
        intent.ContentHash,
        intent.Jws,
        intent.Kind,
        intent.Removed,
        state = intent.State.ToString(),
        intent.Owner.Organization,
        intent.Owner.Project,
        intent.Owner.Environment,
        intent.Owner.Component,
        intent.Source,
        created = Stored.Time(intent.CreatedAt),
        updated = Stored.Time(intent.UpdatedAt),
        traceparent = intent.Trace?.Traceparent,
        tracestate = intent.Trace?.Tracestate,
    };

    public IntentRecord ToRecord() => new()
    {
        Plane = Plane,
        Id = Id,
        Generation = Generation,
        Hash = Hash,
        ContentHash = ContentHash,
        Jws = Jws,
        Kind = Kind,
        Removed = Removed,
        State = Stored.Name<ComponentState>(State),
        Owner = new IntentOwner(Organization, Project, Environment, Component),
        Source = Source,
        Trace = TraceContext.Read(Traceparent, Tracestate),
        CreatedAt = Stored.Time(CreatedAt),
        UpdatedAt = Stored.Time(UpdatedAt),
    };

    public IntentView ToView() => new(ToRecord(), ToAck(), ToStatus());

    public IntentHead ToHead() =>
        new(
            new IntentStamp(Id, Generation, Hash),
            Removed,
            AckGeneration ?? 0,
            Outcome is null ? null : Stored.Name<AckOutcome>(Outcome),
            Removed && AckGeneration == Generation && StatusAt is not null && !HasStatus);

    private AckRecord? ToAck() => Outcome is null
        ? null
        : new AckRecord(
            Id,
            AckGeneration ?? 0,
            Stored.Name<AckOutcome>(Outcome),
            Stored.Json(Reasons, IntentJson.Default.IReadOnlyListRefusalReason) ?? [],
            HeldGeneration ?? 0,
            Stored.Time(AckAt ?? 0));

    private StatusRecord? ToStatus() =>
        StatusAt is { } at ? new StatusRecord(Id, Stored.Json(Status, IntentJson.Default.IntentStatus), Stored.Time(at)) : null;
}
