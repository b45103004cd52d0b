namespace Pdp.Protocol.Intents;

/// <summary>How a test of a new revision stands, or ended.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Job">Name of its Job.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record TestStatus(string Name, string Job, RunOutcome Outcome)
{
    /// <summary>The last pod of the Job, whose log has what the test said; null while there is none.</summary>
    public string? Pod { get; init; }

    /// <summary>Exit code of the test in that pod; null while it runs, and where nobody knows.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When it began, UTC; null while it has not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, UTC; null while it goes on.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What is in its way, or why it failed, for people; empty when there is nothing to say.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}
