using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>One run of a task.</summary>
/// <param name="Name">Name of its Job.</param>
/// <param name="StartedAt">When it began, UTC; null while it has not.</param>
/// <param name="FinishedAt">When it ended, UTC; null while it goes on.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">Why, for people; empty when there is nothing to tell.</param>
public sealed record RunRecord(
    string Name, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, RunOutcome Outcome, string Message = "");

/// <summary>How a run stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunOutcome>))]
public enum RunOutcome
{
    /// <summary>It goes on.</summary>
    Running,

    /// <summary>It did what it should.</summary>
    Succeeded,

    /// <summary>It did not, or was taken away before it could.</summary>
    Failed,
}
