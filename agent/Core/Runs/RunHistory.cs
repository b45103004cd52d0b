using System.Text.Json.Nodes;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Runs;

/// <summary>The runs of a task: those whose Jobs are there, and those the status remembers.</summary>
public static class RunHistory
{
    /// <summary>Most runs remembered.</summary>
    public const int Most = 20;

    /// <summary>The history, newest first.</summary>
    /// <param name="known">What the status remembers.</param>
    /// <param name="jobs">The Jobs that are there.</param>
    /// <param name="now">Now, UTC.</param>
    public static IReadOnlyList<RunRecord> Next(IReadOnlyList<RunRecord> known, IEnumerable<JsonObject> jobs, DateTimeOffset now)
    {
        var live = jobs.Select(JobRun.Of).DistinctBy(run => run.Name).ToDictionary(run => run.Name);
        var gone = known.Where(run => !live.ContainsKey(run.Name)).Select(run => Ended(run, now));
        return
        [
            .. live.Values.Concat(gone)
                .OrderByDescending(run => run.StartedAt ?? DateTimeOffset.MaxValue)
                .ThenBy(run => run.Name, StringComparer.Ordinal)
                .Take(Most),
        ];
    }

    // How it would have ended nobody knows any more.
    private static RunRecord Ended(RunRecord run, DateTimeOffset now) => run.Outcome == RunOutcome.Running
        ? run with { Outcome = RunOutcome.Failed, FinishedAt = now, Message = "its Job was deleted before it ended" }
        : run;
}
