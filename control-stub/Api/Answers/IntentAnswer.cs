using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Api.Answers;

/// <summary>An intent as operators see it.</summary>
internal sealed record IntentAnswer
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The plane it is for.</summary>
    public required string Plane { get; init; }

    /// <summary>Rises with every change.</summary>
    public required long Generation { get; init; }

    /// <summary>Hash of the signed document.</summary>
    public required string Hash { get; init; }

    /// <summary><c>Component</c>, <c>Manifests</c> or <c>TaskRun</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What shall be of it.</summary>
    public required ComponentState State { get; init; }

    /// <summary>To be pruned and forgotten.</summary>
    public required bool Removed { get; init; }

    public required string Organization { get; init; }

    public required string Project { get; init; }

    public required string Environment { get; init; }

    public string? Component { get; init; }

    /// <summary>Where it came from: <c>api</c>, or <c>ReleaseBinding/namespace/name</c>.</summary>
    public required string Source { get; init; }

    /// <summary>When it first came, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// <c>pending</c> until the plane has answered this generation, then what it answered; <c>ahead</c> where it holds, or has removed, a newer one.
    /// </summary>
    public required string Delivery { get; init; }

    /// <summary>The newest answer, also one to an older generation.</summary>
    public AckAnswer? Ack { get; init; }

    /// <summary>The newest status; in lists only its first part.</summary>
    public IntentStatus? Status { get; init; }

    /// <summary>When the status came, UTC.</summary>
    public DateTimeOffset? StatusAt { get; init; }

    /// <summary>The document as it was signed; not in lists.</summary>
    public JsonObject? Document { get; init; }

    /// <summary>One intent, whole.</summary>
    public static IntentAnswer Whole(IntentView view, JsonObject document) => Of(view, view.Status?.Status) with { Document = document };

    /// <summary>One line of a list.</summary>
    public static IntentAnswer Line(IntentView view) => Of(view, view.Status?.Status is { } status ? Short(status) : null);

    /// <summary>What the plane answered to the newest generation, in a word.</summary>
    private static string DeliveryOf(IntentView view) =>
        view.IsAhead ? "ahead" : view.Ack is { } ack && ack.Generation == view.Intent.Generation ? Lower(ack.Outcome) : "pending";

    private static IntentAnswer Of(IntentView view, IntentStatus? status) => new()
    {
        Id = view.Intent.Id,
        Plane = view.Intent.Plane,
        Generation = view.Intent.Generation,
        Hash = view.Intent.Hash,
        Kind = view.Intent.Kind,
        State = view.Intent.State,
        Removed = view.Intent.Removed,
        Organization = view.Intent.Owner.Organization,
        Project = view.Intent.Owner.Project,
        Environment = view.Intent.Owner.Environment,
        Component = view.Intent.Owner.Component,
        Source = view.Intent.Source,
        CreatedAt = view.Intent.CreatedAt,
        UpdatedAt = view.Intent.UpdatedAt,
        Delivery = DeliveryOf(view),
        Ack = view.Ack is { } ack ? new AckAnswer(ack.Generation, Lower(ack.Outcome), ack.Reasons, ack.At) : null,
        Status = status,
        StatusAt = status is null ? null : view.Status?.At,
    };

    private static IntentStatus Short(IntentStatus status) => new()
    {
        Phase = status.Phase,
        ObservedGeneration = status.ObservedGeneration,
        RunningGeneration = status.RunningGeneration,
        FailedGeneration = status.FailedGeneration,
        RunningRelease = status.RunningRelease,
        Message = status.Message,
        Reason = status.Reason,
    };

    private static string Lower(AckOutcome outcome) => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());
}

/// <summary>What a plane answered.</summary>
internal sealed record AckAnswer(long Generation, string Outcome, IReadOnlyList<RefusalReason> Reasons, DateTimeOffset At);

/// <summary>A page of intents.</summary>
/// <param name="Items">The intents.</param>
/// <param name="Next">Send it as <c>after</c> to get the next page; absent at the end.</param>
internal sealed record IntentListAnswer(IReadOnlyList<IntentAnswer> Items, string? Next);

/// <summary>What a plane says of an intent.</summary>
internal sealed record IntentStatusAnswer(string Id, long Generation, string Delivery, IntentStatus? Status, DateTimeOffset? StatusAt);
