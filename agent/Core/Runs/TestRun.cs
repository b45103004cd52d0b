using System.Text.Json.Nodes;
using Pdp.Core.Health;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Runs;

/// <summary>Reads how a test of a new revision stands from its Job and the pods of that.</summary>
public static class TestRun
{
    /// <summary>The test, as they tell it.</summary>
    /// <param name="name">Its name, and that of its container.</param>
    /// <param name="job">Name of the Job.</param>
    /// <param name="live">The Job; null when it ended and is gone.</param>
    /// <param name="health">How the Job does, or did.</param>
    /// <param name="pods">Its pods.</param>
    public static TestStatus Of(string name, string job, JsonObject? live, ObjectHealth health, IReadOnlyList<JsonObject> pods)
    {
        if (live is null)
            return new TestStatus(name, job, health.State == HealthState.Healthy ? RunOutcome.Succeeded : RunOutcome.Failed) { Message = health.Message };
        var run = JobRun.Of(live);
        var last = pods.OrderBy(pod => pod.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).ThenBy(ManifestObject.NameOf, StringComparer.Ordinal).LastOrDefault();
        return new TestStatus(name, job, run.Outcome)
        {
            Pod = last is null ? null : ManifestObject.NameOf(last),
            ExitCode = ExitCode(name, last),
            StartedAt = run.StartedAt,
            FinishedAt = run.FinishedAt,
            // What a pod that starts says of itself is no news.
            Message = run.Outcome == RunOutcome.Running && health.Reason is not null ? health.Message : run.Message,
        };
    }

    /// <summary>What there is to know of a test, from what was known and what is told now: how it ended stays, and so does what was in its way.</summary>
    public static TestStatus Merge(TestStatus? known, TestStatus told)
    {
        if (known?.Job != told.Job)
            return told;
        if (known.Outcome != RunOutcome.Running)
            return known;
        return told with { Pod = told.Pod ?? known.Pod, Message = MessageOf(known, told) };
    }

    // The cluster takes the pods of a Job away before it says that it took too long.
    private static string MessageOf(TestStatus known, TestStatus told) => told switch
    {
        _ when known.Message.Length == 0 => told.Message,
        { Outcome: RunOutcome.Failed, ExitCode: null } => $"{told.Message} ({known.Message})",
        { Outcome: RunOutcome.Running, Pod: null } => known.Message,
        _ => told.Message,
    };

    /// <summary>Why a test failed and where what it said is, as a sentence.</summary>
    public static string Why(TestStatus test)
    {
        var how = test.ExitCode is { } code ? $"ended with exit code {code}" : test.Message.Length > 0 ? $"failed: {test.Message}" : "failed";
        var where = test.Pod is { } pod ? $"; its last lines are in the log of container {test.Name} of pod {pod}" : "";
        return $"test {test.Name} failed: Job {test.Job} {how}{where}";
    }

    private static int? ExitCode(string container, JsonObject? pod) => (int?)pod?.Objects("status", "containerStatuses")
        .FirstOrDefault(status => status.Text("name") == container)?.Number("state", "terminated", "exitCode");
}
