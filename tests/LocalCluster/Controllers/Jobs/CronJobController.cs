using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Jobs;

/// <summary>Makes Jobs by the clock.</summary>
internal sealed class CronJobController(IClusterApi api, TimeProvider time, EventRecorder events, ILogger<CronJobController> logger)
    : Controller(api, time, logger)
{
    private const string Resource = "cronjobs.batch";
    private const string Component = "cronjob-controller";
    // Runs missed in a long pause are one run; a week of a schedule of every minute is looked through at once.
    private const int MostMissed = 10_080;

    protected override IEnumerable<(string Resource, Action<WatchEvent> Handle)> Watches =>
        [(Resource, Enqueue), (JobController.Resource, change => EnqueueController(change, "CronJob"))];

    protected override void Reconcile(ObjectKey key)
    {
        if (Api.Get(Resource, key.Namespace, key.Name) is not { } cron || cron.IsDeleting()) return;
        var jobs = Api.Marked(JobController.Resource, Mark.OwnedBy(cron.Uid())).Where(job => job.IsControlledBy(cron.Uid())).ToList();
        Trim(cron, jobs);
        var active = jobs.Where(job => !JobStatus.IsFinished(job) && !job.IsDeleting()).ToList();
        var last = cron.Time("status", "lastScheduleTime");
        if (cron.Bool("spec", "suspend") != true) last = Run(cron, active, last);
        WriteStatus(cron, jobs, active, last);
    }

    private DateTimeOffset? Run(JsonObject cron, List<JsonObject> active, DateTimeOffset? last)
    {
        CronSchedule schedule;
        try
        {
            schedule = CronSchedule.Parse(cron.Text("spec", "schedule") ?? "", cron.Text("spec", "timeZone"));
        }
        catch (FormatException unreadable)
        {
            events.Warning(cron, Component, "UnparseableSchedule", unreadable.Message);
            return last;
        }

        var now = Now;
        var due = MostRecent(cron, schedule, last, now);
        if (schedule.Next(now) is { } next) EnqueueAfter(ObjectKey.Of(cron), next - now);
        return due is { } moment && MayStart(cron, active, moment, now) ? Start(cron, active, moment) : last;
    }

    private static DateTimeOffset? MostRecent(JsonObject cron, CronSchedule schedule, DateTimeOffset? last, DateTimeOffset now)
    {
        var from = last ?? cron.CreatedAt();
        if (cron.Long("spec", "startingDeadlineSeconds") is { } late && now.AddSeconds(-late) > from) from = now.AddSeconds(-late);
        DateTimeOffset? due = null;
        for (var missed = 0; missed <= MostMissed && schedule.Next(due ?? from) is { } moment && moment <= now; missed++) due = moment;
        return due;
    }

    private bool MayStart(JsonObject cron, List<JsonObject> active, DateTimeOffset due, DateTimeOffset now)
    {
        if (cron.Long("spec", "startingDeadlineSeconds") is { } late && due.AddSeconds(late) < now) return false;
        switch (cron.Text("spec", "concurrencyPolicy"))
        {
            case "Forbid" when active.Count > 0:
                events.Normal(cron, Component, "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid");
                return false;
            case "Replace":
                foreach (var job in active.ToList()) Api.Delete(JobController.Resource, job.Namespace(), job.Name());
                active.Clear();
                return true;
            default:
                return true;
        }
    }

    private DateTimeOffset Start(JsonObject cron, List<JsonObject> active, DateTimeOffset due)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{cron.Name()}-{due.ToUnixTimeSeconds() / 60}");
        try
        {
            active.Add(Api.Create(JobController.Resource, NewJob(cron, name, due), ManagerName));
            events.Normal(cron, Component, "SuccessfulCreate", $"Created job {name}");
        }
        catch (ApiException there) when (there.IsAlreadyExists)
        {
            // Made before this controller could write it down: the name says which run it is.
        }

        return due;
    }

    private static JsonObject NewJob(JsonObject cron, string name, DateTimeOffset due)
    {
        var template = cron.At("spec", "jobTemplate");
        var metadata = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = cron.Namespace(),
            ["ownerReferences"] = new JsonArray(OwnerReference.ControllerRef(cron, "batch/v1", "CronJob").ToJson()),
            ["annotations"] = template.At("metadata", "annotations")?.DeepClone() ?? new JsonObject(),
        };
        metadata.Ensure("annotations")["batch.kubernetes.io/cronjob-scheduled-timestamp"] = due.ToKube();
        if (template.At("metadata", "labels") is { } labels) metadata["labels"] = labels.DeepClone();
        return new JsonObject { ["apiVersion"] = "batch/v1", ["kind"] = "Job", ["metadata"] = metadata, ["spec"] = template.At("spec")?.DeepClone() };
    }

    private void Trim(JsonObject cron, IReadOnlyList<JsonObject> jobs)
    {
        Drop(jobs.Where(job => Conditions.Status(job, "Complete") == "True"), cron.Int("spec", "successfulJobsHistoryLimit") ?? 3);
        Drop(jobs.Where(job => Conditions.Status(job, "Failed") == "True"), cron.Int("spec", "failedJobsHistoryLimit") ?? 1);
    }

    private void Drop(IEnumerable<JsonObject> finished, int keep)
    {
        foreach (var job in finished.Where(job => !job.IsDeleting()).OrderByDescending(job => job.Time("status", "startTime")).ThenByDescending(ObjectMeta.Name, StringComparer.Ordinal).Skip(keep))
            Api.Delete(JobController.Resource, job.Namespace(), job.Name());
    }

    private void WriteStatus(JsonObject cron, IReadOnlyList<JsonObject> jobs, List<JsonObject> active, DateTimeOffset? last)
    {
        var status = new JsonObject();
        if (active.Count > 0) status["active"] = new JsonArray([.. active.OrderBy(ObjectMeta.Name, StringComparer.Ordinal).Select(Reference)]);
        if (last is { } scheduled) status["lastScheduleTime"] = scheduled.ToKube();
        var succeeded = jobs.Where(job => Conditions.Status(job, "Complete") == "True").Select(job => job.Time("status", "completionTime")).Append(cron.Time("status", "lastSuccessfulTime")).Max();
        if (succeeded is { } moment) status["lastSuccessfulTime"] = moment.ToKube();
        if (JsonEquality.Same(status, cron.At("status") ?? new JsonObject())) return;
        var fresh = cron.Copy();
        fresh["status"] = status;
        Api.UpdateStatus(Resource, fresh, ManagerName);
    }

    private static JsonObject Reference(JsonObject job) => new()
    {
        ["apiVersion"] = "batch/v1",
        ["kind"] = "Job",
        ["namespace"] = job.Namespace(),
        ["name"] = job.Name(),
        ["uid"] = job.Uid(),
        ["resourceVersion"] = job.Text("metadata", "resourceVersion"),
    };
}
