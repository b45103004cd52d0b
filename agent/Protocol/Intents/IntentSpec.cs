namespace Pdp.Protocol.Intents;

/// <summary>
/// The part of a document that differs by kind: <see cref="ComponentSpec"/>, <see cref="ManifestsSpec"/>, <see cref="TaskRunSpec"/> or
/// <see cref="RemovalSpec"/>.
/// </summary>
public abstract record IntentSpec;

/// <summary>A document whose schema holds, together with its spec as a type.</summary>
/// <param name="Document">The document as it was signed.</param>
/// <param name="Spec">Its spec.</param>
public sealed record TypedIntent(IntentDocument Document, IntentSpec Spec)
{
    /// <summary>Who it belongs to.</summary>
    public IntentMetadata Metadata => Document.Metadata;

    /// <summary>The run this component stands for; null unless it was made of a <c>TaskRun</c> and its task.</summary>
    public TaskRunSpec? Run { get; init; }

    /// <summary>
    /// Id of the task it is a run of; null for anything else. What the customer wrote runs what the customer wrote.
    /// </summary>
    public string? TaskId => (Run ?? Spec as TaskRunSpec) is not { Task: var task } ? null
        : LocalIntents.IsLocal(Metadata.Id) ? task + LocalIntents.Suffix
        : task;

    /// <summary>What it waits for: ids of other intents.</summary>
    public IReadOnlyList<string> DependsOn => Spec switch
    {
        _ when TaskId is { } task => [task],
        ComponentSpec component => component.DependsOn,
        ManifestsSpec manifests => manifests.DependsOn,
        _ => [],
    };

    /// <summary>How it replaces what ran before.</summary>
    public RolloutSpec Rollout => Spec switch
    {
        ComponentSpec component => component.Rollout,
        ManifestsSpec manifests => manifests.Rollout,
        // A run that failed is over; nothing runs again in its place.
        TaskRunSpec => new RolloutSpec(AutoRollback: false),
        _ => new RolloutSpec(),
    };

    /// <summary>What shall be of it. A removal asks for nothing to be left.</summary>
    public ComponentState State => Spec switch
    {
        ComponentSpec component => component.State,
        ManifestsSpec manifests => manifests.State,
        TaskRunSpec => ComponentState.Active,
        _ => ComponentState.Undeployed,
    };

    /// <summary>Whether all stands still. A removal and a run know no pause.</summary>
    public bool IsPaused => Spec is ComponentSpec { Paused: true } or ManifestsSpec { Paused: true };

    /// <summary>What of it is left as others have it.</summary>
    public IReadOnlyList<DriftExemption> DriftExemptions => Spec switch
    {
        ComponentSpec component => component.Drift.Ignore,
        ManifestsSpec manifests => manifests.Drift.Ignore,
        _ => [],
    };

    /// <summary>Its release; null where the kind has none.</summary>
    public string? Release => (Spec as ComponentSpec)?.Release;

    /// <summary>Whether claims go too when it is undeployed or removed.</summary>
    public bool DeleteVolumes => Spec switch
    {
        ComponentSpec component => component.DeleteVolumes,
        RemovalSpec removal => removal.DeleteVolumes,
        _ => false,
    };
}
