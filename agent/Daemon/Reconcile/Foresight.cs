using Pdp.Core.Ports;
using Pdp.Daemon.Reconcile.Secrets;

namespace Pdp.Daemon.Reconcile;

/// <summary>Looks ahead: what a pass over an intent would do now, by the code that would do it. Writes nothing and fetches no value.</summary>
internal sealed class Foresight(Targeting targeting, Planning planning)
{
    /// <summary>The work a pass would begin with; without steps where it would leave all as it is.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<PlannedWork> LookAsync(StoredIntent stored, ReadDocument document, CancellationToken cancellationToken)
    {
        var target = document.Removal is { } removal
            ? Target.OfRemoval(removal)
            : await targeting.ChooseAsync(stored, document, new OutOfReach(), cancellationToken);
        return target.Objects is null ? PlannedWork.Nothing(stored.Id, target) : await planning.PlanAsync(stored, target, cancellationToken);
    }
}
