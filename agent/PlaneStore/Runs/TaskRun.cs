using Pdp.Protocol.Intents;

namespace Pdp.PlaneStore.Runs;

/// <summary>One run of a task, as it is remembered.</summary>
public sealed record TaskRun
{
    /// <summary>The Job's name; unique within its component's place.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Organization { get; init; }

    /// <summary>Of which project.</summary>
    public required string Project { get; init; }

    /// <summary>In which environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The task.</summary>
    public required string Component { get; init; }

    /// <summary>What began it.</summary>
    public required RunTrigger Trigger { get; init; }

    /// <summary>The release it ran; empty when it has none, or nobody knows any more.</summary>
    public string Release { get; init; } = "";

    /// <summary>Stands for what its pods were made of; empty when nobody knows any more.</summary>
    public string Revision { get; init; } = "";

    /// <summary>How it stands.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>When it began, UTC; null while it has not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, UTC; null while it goes on.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why, for people; empty when there is nothing to tell.</summary>
    public string Message { get; init; } = "";

    /// <summary>Its pods, as many as were seen.</summary>
    public IReadOnlyList<string> Pods { get; init; } = [];
}

/// <summary>What began a run.</summary>
public enum RunTrigger
{
    /// <summary>The time came.</summary>
    Schedule,

    /// <summary>Somebody asked for it.</summary>
    Manual,
}
