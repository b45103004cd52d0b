using Pdp.Core.Plan;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>Runs the prunes of a plan: the reverse of how they were made, each tier of a wave gone before the next goes.</summary>
internal sealed partial class Pruner(IObjectCluster cluster, ReconcileOptions options, ILogger<Pruner> logger)
{
    /// <summary>Deletes what is no longer wanted.</summary>
    /// <exception cref="ClusterException">The cluster cannot be reached; what was deleted stays deleted.</exception>
    public async Task<PruneRun> RunAsync(string intentId, DeploymentPlan plan, CancellationToken cancellationToken)
    {
        var run = new PruneRun();
        foreach (var tier in plan.Prunes.GroupBy(step => (step.Wave, Tier: KindTier.Of(step.Key))).OrderByDescending(tier => tier.Key))
        {
            var mayGo = run.IsComplete;
            var steps = new List<PlanStep>();
            foreach (var step in tier)
            {
                if (step.Action == PlanAction.Keep) run.Keep(step);
                else if (mayGo && step.Action == PlanAction.Prune) steps.Add(step);
                else if (step.Action is PlanAction.Prune or PlanAction.Wait) run.Leave(step);
            }
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.ApplyParallelism, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(steps, parallel, async (step, ct) => await DeleteAsync(intentId, step, run, ct));
        }
        return run;
    }

    private async Task DeleteAsync(string intentId, PlanStep step, PruneRun run, CancellationToken cancellationToken)
    {
        try
        {
            // Looked at once more: somebody may have moved in since the plan was made, and a namespace takes everything along.
            var isNamespace = step.Key is { Group: "", Kind: "Namespace" };
            if (isNamespace && !await cluster.HoldsNothingElseAsync(intentId, step.Key.Name, cancellationToken))
                run.Keep(step);
            else if (!await cluster.DeleteAsync(step.Key, step.Uid!, cancellationToken))
                run.Leave(step);
        }
        catch (ClusterException failure) when (failure is { IsOutdated: false, Reason: not FailureReason.ClusterUnavailable })
        {
            LogNotPruned(intentId, step.Key.ToString(), failure.Reason, failure.Message);
            run.Leave(step, failure);
        }
    }

    [LoggerMessage(EventId = 1320, EventName = "PruneFailed", Level = LogLevel.Warning,
        Message = "Intent {Intent}: {Object} was not pruned: {Reason}: {Why}")]
    private partial void LogNotPruned(string intent, string @object, FailureReason reason, string why);
}

/// <summary>What pruning left. Safe for several threads.</summary>
internal sealed class PruneRun
{
    private readonly Lock _lock = new();
    private readonly List<PlanStep> _left = [];
    private readonly List<InventoryEntry> _kept = [];

    /// <summary>Still on their way out, or waiting for those; ordered by name.</summary>
    public IReadOnlyList<PlanStep> Left
    {
        get { lock (_lock) return [.. _left.OrderBy(step => step.Key.ToString(), StringComparer.Ordinal)]; }
    }

    /// <summary>Kept on purpose, ordered by name.</summary>
    public IReadOnlyList<InventoryEntry> Kept
    {
        get { lock (_lock) return [.. _kept.OrderBy(entry => $"{entry.Kind}/{entry.Name}", StringComparer.Ordinal)]; }
    }

    /// <summary>Why something could not be deleted; null when nothing failed.</summary>
    public ClusterException? Failure { get; private set; }

    /// <summary>Whether everything that should go is gone.</summary>
    public bool IsComplete
    {
        get { lock (_lock) return _left.Count == 0; }
    }

    /// <summary>Notes that an object is kept on purpose.</summary>
    public void Keep(PlanStep step)
    {
        lock (_lock) _kept.Add(step.Key.ToEntry(step.Wave));
    }

    /// <summary>Notes that an object is not gone yet.</summary>
    public void Leave(PlanStep step, ClusterException? failure = null)
    {
        lock (_lock)
        {
            _left.Add(step);
            Failure ??= failure;
        }
    }
}
