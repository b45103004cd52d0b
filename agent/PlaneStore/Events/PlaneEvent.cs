namespace Pdp.PlaneStore.Events;

/// <summary>Something that happened in the data plane.</summary>
public sealed record PlaneEvent
{
    /// <summary>Tells it from all others; the same again is the same event, seen anew.</summary>
    public required string Id { get; init; }

    /// <summary>When it happened last, UTC; kept to milliseconds.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>When it happened first, UTC; kept to milliseconds.</summary>
    public required DateTimeOffset FirstTime { get; init; }

    /// <summary>How often it happened; 1 or more.</summary>
    public long Count { get; init; } = 1;

    /// <summary>Whose it is; empty for what belongs to the agent itself.</summary>
    public string Organization { get; init; } = "";

    /// <summary>Of which project; empty for what belongs to the agent itself.</summary>
    public string Project { get; init; } = "";

    /// <summary>In which environment; empty for what belongs to the agent itself.</summary>
    public string Environment { get; init; } = "";

    /// <summary>Of which component; empty when that is not known, or of none.</summary>
    public string Component { get; init; } = "";

    /// <summary>Who tells.</summary>
    public required EventOrigin Origin { get; init; }

    /// <summary>How serious it is.</summary>
    public required EventType Type { get; init; }

    /// <summary>CamelCase, such as <c>BackOff</c> or <c>DriftRepaired</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>For people.</summary>
    public required string Message { get; init; }

    /// <summary>Kind of the object it happened to.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";
}

/// <summary>Who tells of an event.</summary>
public enum EventOrigin
{
    /// <summary>The cluster: its scheduler, its nodes, its controllers.</summary>
    Cluster,

    /// <summary>The agent.</summary>
    Agent,
}

/// <summary>How serious an event is.</summary>
public enum EventType
{
    /// <summary>Nothing to look after.</summary>
    Normal,

    /// <summary>Somebody should look.</summary>
    Warning,
}
