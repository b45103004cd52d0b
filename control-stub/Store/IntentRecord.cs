using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Tracing;

namespace Pdp.ControlStub.Store;

/// <summary>The newest of one intent.</summary>
internal sealed record IntentRecord
{
    /// <summary>Plane it is for.</summary>
    public required string Plane { get; init; }

    /// <summary>Unique per plane.</summary>
    public required string Id { get; init; }

    /// <summary>Rises with every change, a removal included.</summary>
    public required long Generation { get; init; }

    /// <summary>Hash of the signed payload.</summary>
    public required string Hash { get; init; }

    /// <summary>Hash of the content without its generation; tells whether a put changes anything.</summary>
    public required string ContentHash { get; init; }

    /// <summary>What was signed, exactly as it is sent.</summary>
    public required string Jws { get; init; }

    /// <summary>Kind of the document; that of the last one when removed.</summary>
    public required string Kind { get; init; }

    /// <summary>To be pruned and forgotten; <see cref="Jws"/> is a <c>Removal</c>.</summary>
    public bool Removed { get; init; }

    /// <summary>What shall be of it.</summary>
    public ComponentState State { get; init; }

    /// <summary>Who it belongs to.</summary>
    public required IntentOwner Owner { get; init; }

    /// <summary>Where it came from: <c>api</c>, or the document it was compiled from.</summary>
    public required string Source { get; init; }

    /// <summary>The trace of who put it; null where nothing is traced.</summary>
    public TraceContext? Trace { get; init; }

    /// <summary>When it first came, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Who an intent belongs to.</summary>
internal sealed record IntentOwner(string Organization, string Project, string Environment, string? Component);

/// <summary>An intent and what the agent said of it.</summary>
/// <param name="Intent">The intent; its <c>Jws</c> is empty in lists.</param>
/// <param name="Ack">The newest acknowledgement.</param>
/// <param name="Status">The newest status.</param>
internal sealed record IntentView(IntentRecord Intent, AckRecord? Ack, StatusRecord? Status)
{
    /// <summary>Whether the plane holds, or has removed, a newer generation than this one: what is here is not what runs there.</summary>
    public bool IsAhead => Ack is { } ack && (ack.HeldGeneration > Intent.Generation
        || (ack.Generation == Intent.Generation && ack.Outcome == AckOutcome.Stale));

    /// <summary>Removed, and the plane said that nothing of it is left.</summary>
    public bool IsGone => Intent.Removed && Ack?.Generation == Intent.Generation && Status is { Status: null };
}

/// <summary>What is needed to compare a plane with its inventory.</summary>
/// <param name="Stamp">Id, generation and hash; those of the removal when removed.</param>
/// <param name="Removed">To be pruned and forgotten.</param>
/// <param name="AckGeneration">The generation answered last; 0 when none was.</param>
/// <param name="AckOutcome">What became of that one.</param>
/// <param name="Gone">Removed, and the plane said that nothing of it is left.</param>
internal sealed record IntentHead(IntentStamp Stamp, bool Removed, long AckGeneration, AckOutcome? AckOutcome, bool Gone = false);

/// <summary>Where a report stands among all that its plane ever sent: what is older never overwrites what is newer, whenever it is written.</summary>
/// <param name="Seat">The number of its session's seat, 1 or more.</param>
/// <param name="Number">Its number among the reports of that session, 1 or more.</param>
internal sealed record ReportOrder(long Seat, long Number);

/// <summary>What the agent answered.</summary>
/// <param name="Id">The intent.</param>
/// <param name="Generation">The generation answered.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reasons">Every reason of a refusal.</param>
/// <param name="HeldGeneration">The generation the plane says it holds, where it told; a new one must be above it.</param>
/// <param name="At">When, UTC.</param>
internal sealed record AckRecord(
    string Id, long Generation, AckOutcome Outcome, IReadOnlyList<RefusalReason> Reasons, long HeldGeneration, DateTimeOffset At);

/// <summary>The newest status of an intent.</summary>
/// <param name="Id">The intent.</param>
/// <param name="Status">What the agent said; null when it has forgotten the intent.</param>
/// <param name="At">When it came, UTC.</param>
internal sealed record StatusRecord(string Id, IntentStatus? Status, DateTimeOffset At);
