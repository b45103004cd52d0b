using System.ComponentModel;
using Pdp.Protocol.Intents;

namespace Pdp.Observability.Components;

/// <summary>An object of the cluster, and what was made of it.</summary>
public sealed record RolloutNode
{
    /// <summary>Its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its health.</summary>
    [Description("Unknown for objects that are made of others and have no health of their own, such as ReplicaSets.")]
    public HealthState Health { get; init; }

    /// <summary>Why, for people; null when there is nothing to say.</summary>
    public string? Message { get; init; }

    /// <summary>Stands for what its pods are made of; null for what has none.</summary>
    [Description("The same on everything of one revision.")]
    public string? Revision { get; init; }

    /// <summary>How many pods; null for what has none of its own.</summary>
    public PodNumbers? Pods { get; init; }

    /// <summary>When it was made, UTC; null when that is not known.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Of a pod: where it runs; null until it is placed.</summary>
    public string? Node { get; init; }

    /// <summary>Of a pod: its containers; null for everything else.</summary>
    public IReadOnlyList<ContainerNode>? Containers { get; init; }

    /// <summary>What was made of it.</summary>
    public IReadOnlyList<RolloutNode> Children { get; init; } = [];
}

/// <summary>How many pods a workload has.</summary>
/// <param name="Desired">Wanted.</param>
/// <param name="Updated">Of the newest revision.</param>
/// <param name="Ready">That take traffic.</param>
public sealed record PodNumbers(long Desired, long Updated, long Ready);

/// <summary>A container of a pod.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Image">Its image, as the pod asks for it.</param>
/// <param name="State"><c>running</c>, <c>waiting</c> or <c>terminated</c>.</param>
/// <param name="Ready">Whether it passes its probe.</param>
/// <param name="Restarts">How often it was started again.</param>
/// <param name="Reason">Why it waits or ended; null when nobody says.</param>
/// <param name="Message">The same for people; null when nobody says.</param>
/// <param name="ExitCode">How it ended last; null when it did not.</param>
/// <param name="StartedAt">Since when it runs, UTC; null when it does not.</param>
/// <param name="LastReason">Why it ended the time before; null when there was none.</param>
public sealed record ContainerNode(
    string Name,
    string Image,
    string State,
    bool Ready,
    long Restarts,
    string? Reason = null,
    string? Message = null,
    long? ExitCode = null,
    DateTimeOffset? StartedAt = null,
    string? LastReason = null);
