namespace Pdp.Protocol.Intents;

/// <summary>State of one object.</summary>
public sealed record ResourceStatus
{
    /// <summary>The id the document gives it, or <c>kind/name</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The object.</summary>
    public required InventoryEntry Object { get; init; }

    /// <summary>What the last apply did.</summary>
    public ApplyAction Action { get; init; }

    /// <summary>Its health.</summary>
    public HealthState Health { get; init; }

    /// <summary>Why, for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}
