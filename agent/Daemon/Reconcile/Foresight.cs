using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Daemon.Documents;
using Pdp.Daemon.Reconcile.Secrets;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>Looks ahead: what a pass over an intent would do now, by the code that would do it. Writes nothing and fetches no value.</summary>
internal sealed class Foresight(Targeting targeting, IRevisionStore revisions, Planning planning)
{
    /// <summary>The work a pass would begin with; without steps where it would leave all as it is.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<PlannedWork> LookAsync(StoredIntent stored, ReadDocument document, CancellationToken cancellationToken)
    {
        stored = await revisions.RecallAsync(stored, cancellationToken);
        // A run that began is never begun again.
        if (document is { Removal: null, Intent.Intent.Spec: TaskRunSpec } && stored.Status.Runs.Count > 0)
            return PlannedWork.Nothing(stored.Id, new Target { Choice = new RolloutTarget(stored.Generation, false), Objects = [] });
        var target = document.Removal is { } removal
            ? Target.OfRemoval(removal)
            : await targeting.ForeseeAsync(stored, document, new OutOfReach(), cancellationToken);
        return target.Objects is null ? PlannedWork.Nothing(stored.Id, target) : await planning.PlanAsync(stored, target, cancellationToken);
    }
}
