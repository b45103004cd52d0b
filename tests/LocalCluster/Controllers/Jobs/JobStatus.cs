using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Jobs;

/// <summary>What a Job says of its pods. It first announces its end (SuccessCriteriaMet or FailureTarget) and says Complete or Failed
/// only once no pod of it runs any more and all are counted.</summary>
internal sealed class JobStatus(JsonObject job, JobSpec spec, JobTally tally, DateTimeOffset now)
{
    private readonly DateTimeOffset? _startedAt = job.Time("status", "startTime") ?? (spec.Suspended ? null : now);

    public static bool IsFinished(JsonObject job) => Conditions.Status(job, "Complete") == "True" || Conditions.Status(job, "Failed") == "True";

    public static DateTimeOffset? FinishedAt(JsonObject job) =>
        (Conditions.Find(job, "Complete") ?? Conditions.Find(job, "Failed")).Time("lastTransitionTime");

    /// <summary>How long until the Job's deadline; null where it has none.</summary>
    public TimeSpan? UntilDeadline => spec.ActiveDeadline is { } limit && _startedAt is { } start && start + limit > now ? start + limit - now : null;

    /// <summary>Whether, and how, the Job is over.</summary>
    public JobOutcome? Outcome(IReadOnlyList<JsonObject> pods)
    {
        if (Conditions.Find(job, "FailureTarget") is { } failing) return new JobOutcome("Failed", failing.Text("reason") ?? "", failing.Text("message") ?? "");
        var restarts = spec.RestartsInPlace ? pods.Where(pod => pod.Phase() is "Running" or "Pending").Sum(PodFacts.Restarts) : 0;
        if (tally.AllFailed > spec.BackoffLimit || (spec.RestartsInPlace && restarts > 0 && restarts >= spec.BackoffLimit))
            return new JobOutcome("Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        if (spec.ActiveDeadline is { } limit && _startedAt is { } start && now >= start + limit)
            return new JobOutcome("Failed", "DeadlineExceeded", "Job was active longer than specified deadline");
        var running = pods.Any(PodFacts.IsActive);
        var done = spec.Completions is { } completions ? tally.AllSucceeded >= completions : tally.AllSucceeded > 0 && !running;
        return done ? new JobOutcome("Complete", "CompletionsReached", "Reached expected number of succeeded pods") : null;
    }

    public JsonObject ToJson(List<JsonObject> active, int ending, JobOutcome? outcome)
    {
        var status = new JsonObject { ["ready"] = active.Count(PodFacts.IsReady), ["terminating"] = ending };
        if (active.Count > 0) status["active"] = active.Count;
        if (_startedAt is { } start) status["startTime"] = start.ToKube();
        tally.WriteTo(status);
        var conditions = job.Array("status", "conditions")?.DeepClone().AsArray() ?? [];
        SetSuspended(conditions);
        if (outcome is not null) SetOutcome(status, conditions, outcome, over: active.Count == 0 && ending == 0 && tally.ToRelease.Count == 0);
        if (conditions.Count > 0) status["conditions"] = conditions;
        return status;
    }

    private void SetSuspended(JsonArray conditions)
    {
        if (spec.Suspended) Conditions.Set(conditions, "Suspended", "True", "JobSuspended", "Job suspended", now);
        else if (Conditions.In(conditions, "Suspended") is not null) Conditions.Set(conditions, "Suspended", "False", "JobResumed", "Job resumed", now);
    }

    private void SetOutcome(JsonObject status, JsonArray conditions, JobOutcome outcome, bool over)
    {
        var well = outcome.Type == "Complete";
        Conditions.Set(conditions, well ? "SuccessCriteriaMet" : "FailureTarget", "True", outcome.Reason, outcome.Message, now);
        if (!over) return;
        Conditions.Set(conditions, outcome.Type, "True", outcome.Reason, outcome.Message, now);
        if (well) status["completionTime"] = now.ToKube();
    }
}
