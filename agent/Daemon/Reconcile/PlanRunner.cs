using System.Collections.Concurrent;
using Pdp.Core.Health;
using Pdp.Core.Objects;
using Pdp.Core.Plan;
using Pdp.Core.Ports;
using Pdp.Daemon.Reconcile.Secrets;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>
/// Runs the applies of a plan: wave by wave, within a wave what others stand on first, and side by side what does not depend on one
/// another.
/// Each wave is healthy before the next begins.
/// </summary>
internal sealed class PlanRunner(IObjectCluster cluster, SecretDelivery secrets, ReconcileOptions options)
{
    /// <summary>Applies what differs.</summary>
    /// <returns>What became of each object. A failure of one does not keep those beside it from being applied.</returns>
    /// <exception cref="ClusterException">
    /// The cluster cannot be reached: nothing more can be done now. Or the plan is outdated: another is to be made.
    /// </exception>
    public async Task<ApplyRun> RunAsync(PlannedWork work, CancellationToken cancellationToken)
    {
        if (work.Target.Pause is not null) return new ApplyRun();
        using var trace = new ApplyTrace();
        var run = new ApplyRun(trace);
        await RunAsync(work, run, cancellationToken);
        trace.End(run);
        return run;
    }

    private async Task RunAsync(PlannedWork work, ApplyRun run, CancellationToken cancellationToken)
    {
        foreach (var step in work.Plan.Refusals) run.Note(step, ApplyAction.Skipped, RefusalOf(step));
        if (run.Failures.Count > 0) return;
        var waves = work.Plan.Waves.ToList();
        foreach (var wave in waves)
        {
            foreach (var tier in wave.GroupBy(step => KindTier.Of(step.Key)).OrderBy(tier => tier.Key))
            {
                await ApplyAsync(work, [.. tier], run, cancellationToken);
                if (run.Failures.Count > 0) return;
            }
            var isLast = ReferenceEquals(wave, waves[^1]);
            if (!isLast && await LaggardAsync(work, [.. wave], cancellationToken) is { } laggard)
            {
                run.HeldUpBy = laggard;
                return;
            }
        }
        run.IsComplete = waves.SelectMany(wave => wave).All(step => step.Action != PlanAction.Wait);
    }

    private static ClusterException RefusalOf(PlanStep step) => new(step.Reason ?? FailureReason.Conflict, $"{step.Key} {step.Message}");

    private async Task ApplyAsync(PlannedWork work, PlanStep[] steps, ApplyRun run, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.ApplyParallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(steps, parallel, async (step, ct) =>
        {
            try
            {
                var action = step.Writes
                    ? await cluster.ApplyAsync(step.Manifest!, work.LiveOf(step), ct)
                    : ApplyAction.Unchanged;
                if (step.Action != PlanAction.Wait) await secrets.MakeAsync(step.Key, work.Secrets, ct);
                run.Note(step, action);
            }
            catch (ClusterException failure) when (failure is { IsOutdated: false, Reason: not FailureReason.ClusterUnavailable })
            {
                run.Note(step, ApplyAction.Failed, failure);
            }
        });
    }

    // The first object of a wave that is not there yet; null when the next wave may begin.
    private async Task<string?> LaggardAsync(PlannedWork work, PlanStep[] wave, CancellationToken cancellationToken)
    {
        var live = await cluster.FindAsync([.. wave.Select(step => step.Key)], made: null, cancellationToken);
        var pods = await cluster.PodsAsync(work.IntentId, cancellationToken);
        foreach (var step in wave.Where(step => work.Target.IsDecidedBy(step.Key)))
        {
            var found = live.GetValueOrDefault(step.Key.Identity);
            var health = HealthAssessor.Of(found, WorkloadPods.Of(found, pods));
            var isThere = step.Action != PlanAction.Wait && health.State is HealthState.Healthy or HealthState.Suspended;
            if (!isThere) return step.Key.ToString();
        }
        return null;
    }
}

/// <summary>What applying a plan did.</summary>
/// <param name="trace">Told of it; null where there is none.</param>
internal sealed class ApplyRun(ApplyTrace? trace = null)
{
    private readonly ConcurrentDictionary<(string, string, string?, string), (PlanStep Step, ApplyAction Action)> _done = new();
    private readonly ConcurrentBag<(PlanStep Step, ClusterException Failure)> _failures = [];

    /// <summary>Whether every object of every wave is as planned.</summary>
    public bool IsComplete { get; set; }

    /// <summary>The object a wave waits for; null when none does.</summary>
    public string? HeldUpBy { get; set; }

    /// <summary>What could not be applied, in the order of the plan.</summary>
    public IReadOnlyList<(PlanStep Step, ClusterException Failure)> Failures =>
        [.. _failures.OrderBy(f => f.Step.Wave).ThenBy(f => f.Step.Id, StringComparer.Ordinal)];

    /// <summary>Steps that put back what somebody had changed or deleted.</summary>
    public IReadOnlyList<PlanStep> Repairs =>
    [
        .. _done.Values.Where(done => done.Step.IsRepair && done.Action is ApplyAction.Created or ApplyAction.Configured)
            .Select(done => done.Step)
            .OrderBy(step => step.Id, StringComparer.Ordinal),
    ];

    /// <summary>What was done to an object; null when its turn did not come.</summary>
    public ApplyAction? ActionOn(ObjectKey key) => _done.TryGetValue(key.Identity, out var done) ? done.Action : null;

    /// <summary>Notes what became of a step.</summary>
    public void Note(PlanStep step, ApplyAction action, ClusterException? failure = null)
    {
        _done[step.Key.Identity] = (step, action);
        trace?.Note(step, action, failure);
        if (failure is not null) _failures.Add((step, failure));
    }
}
