using System.Text.Json.Serialization;

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

    /// <summary>Stands for what makes its pods, as their label <c>pdp.dev/revision</c> does; null for what has none.</summary>
    public string? Revision { get; init; }

    /// <summary>Stands for the steps it takes; null without steps. With other steps it begins anew.</summary>
    public string? Path { get; init; }

    /// <summary>Steps that are done; null without steps.</summary>
    public int? Step { get; init; }

    /// <summary>Steps there are, the implied ones among them; null without steps.</summary>
    public int? Steps { get; init; }

    /// <summary>Percent of the requests the new revision gets; null without steps.</summary>
    public int? Weight { get; init; }

    /// <summary>What shares the requests out; null without steps.</summary>
    public TrafficSplit? SplitBy { get; init; }

    /// <summary>Since when the pods of this step are healthy, UTC; null while they are not, and without steps.</summary>
    public DateTimeOffset? ReadySince { get; init; }

    /// <summary>The analyses of this step.</summary>
    public IReadOnlyList<AnalysisStatus> Analysis { get; init => field = value ?? []; } = [];

    /// <summary>The tests of this rollout that were begun, in the order they began.</summary>
    [JsonIgnore]
    public IReadOnlyList<TestStatus> Tests { get; init => field = value ?? []; } = [];

    /// <summary><see cref="Tests"/> as written: left out while there are none, so that a cluster with an older Intent definition takes the status.</summary>
    [JsonPropertyName("tests")]
    public IReadOnlyList<TestStatus>? WrittenTests
    {
        get => Tests is [] ? null : Tests;
        init => Tests = value ?? [];
    }

    /// <summary>Pods of the new revision.</summary>
    public int Updated { get; init; }

    /// <summary>Pods that take traffic.</summary>
    public int Available { get; init; }

    /// <summary>Pods wanted.</summary>
    public int Desired { get; init; }

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it goes back by itself, UTC, unless it is healthy then.</summary>
    public DateTimeOffset Deadline { get; init; }
}

/// <summary>What shares requests out between two revisions.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TrafficSplit>))]
public enum TrafficSplit
{
    /// <summary>The Service: it leads to the one or to the other.</summary>
    Service,

    /// <summary>Weights in the routes of the gateway; callers within the project stay with the revision before until the end.</summary>
    Routes,

    /// <summary>The numbers of their pods, behind one Service.</summary>
    Replicas,
}
