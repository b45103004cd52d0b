using Pdp.Protocol.Intents;

namespace Pdp.Observability.Components;

/// <summary>Something that is deployed: one intent.</summary>
public sealed record DeployedIntent
{
    /// <summary>The intent's id.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Organization { get; init; }

    /// <summary>Of which project.</summary>
    public required string Project { get; init; }

    /// <summary>In which environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The component; null where the document makes none.</summary>
    public string? Component { get; init; }

    /// <summary>Its version track; null for none.</summary>
    public string? Track { get; init; }

    /// <summary>The namespace its objects are in.</summary>
    public required string Namespace { get; init; }

    /// <summary>One of <see cref="IntentKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What the component is; null for what is none.</summary>
    public ComponentType? Type { get; init; }

    /// <summary>The task a run is of; null for what is no run.</summary>
    public string? TaskId { get; init; }

    /// <summary>The generation that is wanted.</summary>
    public long Generation { get; init; }

    /// <summary>The release that is wanted; null where it has none.</summary>
    public string? Release { get; init; }

    /// <summary>Whether the customer wrote it.</summary>
    public bool IsLocal { get; init; }
}
