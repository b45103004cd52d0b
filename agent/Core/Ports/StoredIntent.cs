using Pdp.Protocol.Intents;
using Pdp.Protocol.Tracing;

namespace Pdp.Core.Ports;

/// <summary>
/// An intent as the cluster holds it. Only <see cref="Jws"/> and <see cref="RemovalJws"/> are signed; the rest may have been edited, and all of a
/// local intent (<see cref="LocalIntents"/>) is as the customer wrote it.
/// </summary>
public sealed record StoredIntent
{
    /// <summary>The resource's name; the intent's id unless somebody renamed it by hand.</summary>
    public required string Id { get; init; }

    /// <summary>Tells this resource from an earlier one of the same name.</summary>
    public required string Uid { get; init; }

    /// <summary>Version a conditional write names.</summary>
    public required string ResourceVersion { get; init; }

    /// <summary>The fencing token of the leader that took charge of it last; empty when none did.</summary>
    public string FencingToken { get; init; } = "";

    /// <summary>The signed document as it came; null when somebody took it out or never put one in.</summary>
    public string? Jws { get; init; }

    /// <summary>The signed removal; null unless the intent is to go.</summary>
    public string? RemovalJws { get; init; }

    /// <summary>Whether an agent wrote the document there. A hand that wrote it, or copied it back, owns its fields.</summary>
    public bool WasApplied { get; init; }

    /// <summary>The document of a local intent as JSON; null for what the control plane signs.</summary>
    public string? Document { get; init; }

    /// <summary>The generation shown to people; must agree with the signed one. A local intent's is that of its resource.</summary>
    public long Generation { get; init; }

    /// <summary>The hash shown to people; must agree with that of the signed payload.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Organization and project shown to people; only for sharing out work fairly.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>What the agent last wrote of it.</summary>
    public IntentStatus Status { get; init; } = new();

    /// <summary>
    /// Whether <see cref="Status"/> is what its first rollout began with, written down beside the resource, and the resource does not say so yet.
    /// </summary>
    public bool IsUntold { get; init; }

    /// <summary>Whether the resource is being deleted and waits for the agent's finalizer.</summary>
    public bool IsBeingDeleted { get; init; }

    /// <summary>Whether the customer wants all of it to stand still (<see cref="CustomerMarks.Paused"/>).</summary>
    public bool IsPaused { get; init; }

    /// <summary>The generation the customer lets through a closed maintenance window; null when none.</summary>
    public long? LetThrough { get; init; }

    /// <summary>The trace its newest generation came with; null where nothing is traced. Anybody may have edited it.</summary>
    public TraceContext? Trace { get; init; }

    /// <summary>Whether the agent's finalizer holds it.</summary>
    public bool IsHeld { get; init; }
}
