namespace Pdp.Protocol.Intents;

/// <summary>A rollout.</summary>
public sealed record RolloutStatus
{
    /// <summary>Generation being rolled out.</summary>
    public long Generation { get; init; }

    /// <summary>Stands for the versions of all its secrets together; null when it has none. Another one is another rollout.</summary>
    public string? SecretVersions { get; init; }

    /// <summary>Stands for the digests of all its images together; null when none was resolved. Another one is another rollout.</summary>
    public string? ImageDigests { get; init; }

    /// <summary>Pods of the new revision.</summary>
    public int Updated { get; init; }

    /// <summary>Pods that take traffic.</summary>
    public int Available { get; init; }

    /// <summary>Pods wanted.</summary>
    public int Desired { get; init; }

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it goes back by itself, UTC.</summary>
    public DateTimeOffset Deadline { get; init; }
}
