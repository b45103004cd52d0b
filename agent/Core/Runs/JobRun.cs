using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Core.Health;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Runs;

/// <summary>Reads a run from its Job.</summary>
public static class JobRun
{
    private const int LongestMessage = 300;

    /// <summary>The run, as the Job tells it.</summary>
    public static RunRecord Of(JsonObject job)
    {
        var (name, started) = (ManifestObject.NameOf(job), Time(job.Text("status", "startTime")));
        if (job.Says("Complete", "True"))
        {
            var end = Time(job.Text("status", "completionTime")) ?? Time(job.Condition("Complete").Text("lastTransitionTime"));
            return new RunRecord(name, started, end, RunOutcome.Succeeded);
        }

        if (!job.Says("Failed", "True"))
            return new RunRecord(name, started, null, RunOutcome.Running);
        var failed = job.Condition("Failed");
        var why = failed.Explain("the job does not say why");
        return new RunRecord(
            name, started, Time(failed.Text("lastTransitionTime")), RunOutcome.Failed, why.Length <= LongestMessage ? why : why[..LongestMessage] + "…");
    }

    private static DateTimeOffset? Time(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? time
        : null;
}
