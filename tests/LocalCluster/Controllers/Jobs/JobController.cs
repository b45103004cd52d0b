using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Jobs;

/// <summary>Runs pods until enough of them have succeeded, too many have failed, or time is up.</summary>
internal sealed class JobController(IClusterApi api, TimeProvider time, EventRecorder events, ILogger<JobController> logger)
    : Controller(api, time, logger)
{
    public const string Resource = "jobs.batch";
    private const string Component = "job-controller";
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(10);

    private readonly Claims _claims = new(api, "pods");

    protected override IEnumerable<(string Resource, Action<WatchEvent> Handle)> Watches => [(Resource, Enqueue), ("pods", OnPod)];

    protected override void Reconcile(ObjectKey key)
    {
        if (Api.Get(Resource, key.Namespace, key.Name) is not { } job) return;
        var reference = OwnerReference.ControllerRef(job, "batch/v1", "Job");
        var pods = _claims.Of(job, reference);
        if (job.IsDeleting())
        {
            foreach (var pod in pods) Release(pod);
            return;
        }

        if (JobStatus.IsFinished(job))
        {
            foreach (var pod in pods) Release(pod);
            Expire(job);
            return;
        }

        Advance(job, JobSpec.Of(job), reference, pods);
    }

    private void OnPod(WatchEvent change)
    {
        if (EnqueueController(change, "Job")) return;
        // The Job went and orphaned its pod: nobody counts it any more.
        if (change.Type != WatchEventType.Deleted && change.Object.HasFinalizer(JobTally.Finalizer)) Release(change.Object);
    }

    private void Advance(JsonObject job, JobSpec spec, OwnerReference reference, List<JsonObject> pods)
    {
        var tally = JobTally.Of(job, pods);
        var status = new JobStatus(job, spec, tally, Now);
        var outcome = status.Outcome(pods);
        var active = pods.Where(PodFacts.IsActive).ToList();
        if (outcome is not null || spec.Suspended) Stop(active);
        else Start(job, spec, reference, tally, pods, active);
        var ending = pods.Count(pod => pod.IsLeaving());
        var json = status.ToJson(active, ending, outcome);
        if (!JsonEquality.Same(json, job.At("status")))
        {
            var fresh = job.Copy();
            fresh["status"] = json;
            var written = Api.UpdateStatus(Resource, fresh, ManagerName);
            if (outcome is not null && JobStatus.IsFinished(written)) events.Normal(written, Component, outcome.Type == "Complete" ? "Completed" : outcome.Reason, outcome.Message);
        }

        foreach (var pod in tally.ToRelease) Release(pod);
        if (status.UntilDeadline is { } wait) EnqueueAfter(ObjectKey.Of(job), wait);
    }

    private void Stop(List<JsonObject> active)
    {
        foreach (var pod in active) Api.Delete("pods", pod.Namespace(), pod.Name());
        active.Clear();
    }

    private void Start(JsonObject job, JobSpec spec, OwnerReference reference, JobTally tally, List<JsonObject> pods, List<JsonObject> active)
    {
        var wanted = spec.Completions is { } completions
            ? Math.Min(spec.Parallelism, completions - tally.AllSucceeded)
            : tally.AllSucceeded > 0 ? active.Count : spec.Parallelism;
        foreach (var surplus in PodFacts.FirstToGo(active).Take(Math.Max(0, active.Count - wanted)).ToList())
        {
            Api.Delete("pods", surplus.Namespace(), surplus.Name());
            active.Remove(surplus);
        }

        // A pod on its way out may still succeed; another one beside it could run the work twice.
        var leaving = pods.Count(pod => pod.IsLeaving());
        var missing = wanted - active.Count - leaving;
        if (missing <= 0) return;
        if (Backoff(tally, pods) is { } pause && pause > TimeSpan.Zero)
        {
            EnqueueAfter(ObjectKey.Of(job), pause);
            return;
        }

        foreach (var index in FreeIndexes(spec, pods).Take(missing))
        {
            var made = Api.Create("pods", JobPod.New(job, reference, spec.Indexed ? index : null), ManagerName);
            active.Add(made);
            events.Normal(job, Component, "SuccessfulCreate", $"Created pod: {made.Name()}");
        }
    }

    private static IEnumerable<int> FreeIndexes(JobSpec spec, List<JsonObject> pods)
    {
        if (!spec.Indexed) return Enumerable.Range(0, int.MaxValue);
        var taken = pods.Where(pod => pod.Phase() != "Failed").Select(JobPod.IndexOf).ToHashSet();
        return Enumerable.Range(0, spec.Completions ?? 1).Where(index => !taken.Contains(index));
    }

    /// <summary>After failures the next pod waits: 10 s, doubling, at most ten minutes from when the last one failed.</summary>
    private TimeSpan? Backoff(JobTally tally, List<JsonObject> pods)
    {
        if (tally.AllFailed == 0) return null;
        var pause = TimeSpan.FromTicks(Math.Min(LongestBackoff.Ticks, FirstBackoff.Ticks << Math.Min(10, tally.AllFailed - 1)));
        var last = pods.Where(pod => pod.Phase() == "Failed").Select(JobPod.EndedAt).Max();
        return last + pause - Now;
    }

    private void Release(JsonObject pod)
    {
        if (!pod.HasFinalizer(JobTally.Finalizer)) return;
        var released = Api.Get("pods", pod.Namespace(), pod.Name())?.Copy();
        if (released is null || released.Uid() != pod.Uid() || !released.RemoveFinalizer(JobTally.Finalizer)) return;
        Api.Update("pods", released, ManagerName);
    }

    private void Expire(JsonObject job)
    {
        if (JobSpec.Of(job).TimeToLive is not { } life || JobStatus.FinishedAt(job) is not { } end) return;
        var left = end + life - Now;
        if (left > TimeSpan.Zero) EnqueueAfter(ObjectKey.Of(job), left);
        else Api.Delete(Resource, job.Namespace(), job.Name(), new DeleteOptions(Propagation: Propagation.Foreground, Uid: job.Uid()));
    }
}
