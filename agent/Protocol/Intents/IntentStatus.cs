namespace Pdp.Protocol.Intents;

/// <summary>What the agent knows of an intent; the Intent resource's status and what travels back to the control plane.</summary>
public sealed record IntentStatus
{
    /// <summary>Where it stands.</summary>
    public IntentPhase Phase { get; init; }

    /// <summary>Newest generation the agent has seen and worked on.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>Generation whose objects run; after a rollback an older one.</summary>
    public long RunningGeneration { get; init; }

    /// <summary>Newest generation that was refused or rolled back, 0 when none; it is not tried again, only a newer one is.</summary>
    public long FailedGeneration { get; init; }

    /// <summary>
    /// Versions of the secrets, taken together as in <see cref="RolloutStatus.SecretVersions"/>, with which the observed generation was
    /// rolled back; null when none. They are not tried again, only others are.
    /// </summary>
    public string? FailedSecretVersions { get; init; }

    /// <summary>Release that runs.</summary>
    public string? RunningRelease { get; init; }

    /// <summary>One sentence a person can act on.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>Why it is not as wanted, if it is not.</summary>
    public FailureReason? Reason { get; init; }

    /// <summary>Standard conditions: Accepted, Applied, Healthy, RolledBack, SecretsFresh …</summary>
    public IReadOnlyList<StatusCondition> Conditions { get; init => field = value ?? []; } = [];

    /// <summary>Everything the agent made for this intent; what may be pruned.</summary>
    public IReadOnlyList<InventoryEntry> Inventory { get; init => field = value ?? []; } = [];

    /// <summary>Health of each object.</summary>
    public IReadOnlyList<ResourceStatus> Resources { get; init => field = value ?? []; } = [];

    /// <summary>The rollout under way or the last one.</summary>
    public RolloutStatus? Rollout { get; init; }

    /// <summary>Versions of the secrets its objects are made with, ordered by store and name.</summary>
    public IReadOnlyList<SecretStatus> Secrets { get; init => field = value ?? []; } = [];

    /// <summary>Images of a component as they were resolved, ordered by container.</summary>
    public IReadOnlyList<ImageStatus> Images { get; init => field = value ?? []; } = [];

    /// <summary>Followed images of the observed generation that were rolled back and are not tried again, newest first, at most 20.</summary>
    public IReadOnlyList<FailedImage> FailedImages { get; init => field = value ?? []; } = [];

    /// <summary>Where its connections to components lead, ordered by name.</summary>
    public IReadOnlyList<ConnectionStatus> Connections { get; init => field = value ?? []; } = [];

    /// <summary>Newest repairs first, at most 20.</summary>
    public IReadOnlyList<DriftRecord> Drift { get; init => field = value ?? []; } = [];

    /// <summary>What others write against the agent, newest repair first, at most 20; it is put back ever more slowly.</summary>
    public IReadOnlyList<ContestRecord> Contests { get; init => field = value ?? []; } = [];

    /// <summary>Where its endpoints answer.</summary>
    public IReadOnlyList<EndpointStatus> Endpoints { get; init => field = value ?? []; } = [];

    /// <summary>Runs of a task, newest first, at most 20.</summary>
    public IReadOnlyList<RunRecord> Runs { get; init => field = value ?? []; } = [];

    /// <summary>Newest revisions first, at most 10.</summary>
    public IReadOnlyList<RevisionRecord> History { get; init => field = value ?? []; } = [];

    /// <summary>What an undeployed or removed intent left behind on purpose, such as claims.</summary>
    public IReadOnlyList<InventoryEntry> Kept { get; init => field = value ?? []; } = [];
}
