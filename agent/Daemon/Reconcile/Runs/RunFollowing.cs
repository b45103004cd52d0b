using System.Text.Json.Nodes;
using Pdp.Core.Health;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Core.Runs;
using Pdp.Daemon.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile.Runs;

/// <summary>
/// Looks after a run that began. Nothing of it is ever made again, whatever becomes of its Job, of its task or of its own document: the run is written
/// down first, and only then is the guard taken off its Job.
/// </summary>
internal sealed class RunFollowing(
    IRunJobs jobs, IObjectCluster cluster, StatusJournal journal, Announcements announcements, TimeProvider time)
{
    /// <summary>Tells how a run is doing.</summary>
    /// <returns>Null when the intent is no run, or has not begun.</returns>
    /// <exception cref="ClusterException">The cluster cannot be read or written.</exception>
    public async Task<PassResult?> FollowAsync(StoredIntent stored, ReadDocument document, CancellationToken cancellationToken)
    {
        if (document.Intent?.Intent.Spec is not TaskRunSpec || document.Refusals.Count > 0) return null;
        var live = await jobs.OfAsync(stored.Id, cancellationToken);
        if (stored.Status.Runs.Count + live.Count == 0) return null;

        var runs = RunHistory.Next(stored.Status.Runs, live, time.GetUtcNow());
        var job = live.FirstOrDefault(job => ManifestObject.NameOf(job) == runs[0].Name);
        var health = await HealthAsync(stored.Id, job, runs[0], cancellationToken);
        var status = journal.Compose(stored, stored.Generation)
            .Follow(Decide(runs[0], health), new RolloutTarget(stored.Generation, false), null)
            .Applied()
            .With(status => status with { Runs = runs, Resources = job is null ? [] : [Describe(job, health)] })
            .Build();
        await journal.WriteAsync(stored, status, cancellationToken);
        announcements.Changed(stored, status);
        foreach (var guarded in live.Where(RunGuard.IsOn)) await jobs.ReleaseAsync(guarded, cancellationToken);
        return PassResult.Settled;
    }

    private async Task<ObjectHealth> HealthAsync(string id, JsonObject? job, RunRecord run, CancellationToken cancellationToken)
    {
        if (run.Outcome == RunOutcome.Succeeded) return new ObjectHealth(HealthState.Healthy);
        if (run.Outcome == RunOutcome.Failed || job is null)
            return new ObjectHealth(HealthState.Degraded, FailureReason.JobFailed, run.Message);
        var pods = await cluster.PodsAsync(id, cancellationToken);
        return HealthAssessor.Of(job, WorkloadPods.Of(job, pods));
    }

    // A pod that does not start may yet; only the Job says when it is over.
    private static RolloutDecision Decide(RunRecord run, ObjectHealth health) => run.Outcome switch
    {
        RunOutcome.Succeeded => new RolloutDecision(RolloutOutcome.Healthy),
        RunOutcome.Failed => new RolloutDecision(RolloutOutcome.Degraded, FailureReason.JobFailed, $"the run failed: {run.Message}"),
        _ => new RolloutDecision(RolloutOutcome.Continue, health.Reason, health.Message),
    };

    private static ResourceStatus Describe(JsonObject job, ObjectHealth health)
    {
        var key = ManifestObject.KeyOf(job);
        return new ResourceStatus
        {
            Id = $"{key.Kind}/{key.Name}",
            Object = key.ToEntry(),
            Action = ApplyAction.Unchanged,
            Health = health.State,
            Message = health.Message,
        };
    }
}
