namespace Pdp.ControlStub.Store;

/// <summary>A change that happens wholly or not at all.</summary>
/// <param name="Plane">The plane it is for.</param>
/// <param name="Intents">Intents to write.</param>
/// <param name="Sources">Documents to write.</param>
/// <param name="Dropped">Documents to forget.</param>
/// <param name="Events">What to note.</param>
internal sealed record ChangeSet(
    string Plane,
    IReadOnlyList<IntentWrite> Intents,
    IReadOnlyList<SourceRecord> Sources,
    IReadOnlyList<SourceKey> Dropped,
    IReadOnlyList<NewEvent> Events)
{
    /// <summary>Deployments that the intents are.</summary>
    public IReadOnlyList<DeploymentWrite> Deployments { get; init; } = [];

    /// <summary>Pipelines to write.</summary>
    public IReadOnlyList<PipelineRecord> Pipelines { get; init; } = [];
}

/// <summary>An intent to write.</summary>
/// <param name="Intent">What it becomes.</param>
/// <param name="Expected">The generation it was derived from; 0 when there was none. Anything else in the store is a conflict.</param>
internal sealed record IntentWrite(IntentRecord Intent, long Expected);

/// <summary>What became of a <see cref="ChangeSet"/>.</summary>
internal enum CommitOutcome
{
    /// <summary>It is durable.</summary>
    Committed,

    /// <summary>Somebody was faster; nothing was changed. Read again, decide again.</summary>
    Conflict,

    /// <summary>The plane is gone; nothing was changed.</summary>
    NoPlane,

    /// <summary>The plane would hold more intents than it may; nothing was changed.</summary>
    Full,
}
