namespace Pdp.Kubernetes.Verbs;

/// <summary>How to delete.</summary>
public sealed record DeleteOptions
{
    /// <summary>What becomes of the objects it owns.</summary>
    public Propagation Propagation { get; init; } = Propagation.Background;

    /// <summary>Only the object with this uid, not a later one of the same name.</summary>
    public string? Uid { get; init; }

    /// <summary>Only in this version: nobody has written meanwhile.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Whole seconds the object gets to end; what the object or its kind says when null. Zero kills.</summary>
    public TimeSpan? GracePeriod { get; init; }

    /// <summary>Asks what would happen, without it happening.</summary>
    public bool DryRun { get; init; }

    /// <summary>For writers that take turns; null for one that is alone.</summary>
    public Fencing? Fencing { get; init; }
}

/// <summary>What becomes of the objects a deleted one owns.</summary>
public enum Propagation
{
    /// <summary>They are deleted after it.</summary>
    Background,

    /// <summary>They are deleted before it.</summary>
    Foreground,

    /// <summary>They stay.</summary>
    Orphan,
}
