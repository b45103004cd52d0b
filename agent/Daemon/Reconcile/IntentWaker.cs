using Pdp.Core.Ports;
using Pdp.Daemon.Documents;

namespace Pdp.Daemon.Reconcile;

/// <summary>Wakes an intent when its resource changes, and those that wait for it when its phase does.</summary>
internal sealed class IntentWaker(ReconcileQueue queue, DependencyIndex dependencies) : IIntentObserver
{
    /// <inheritdoc/>
    public void Changed(string id, StoredIntent? before, StoredIntent? after)
    {
        // The agent's own writes of the status are no reason to look again.
        if (before is null || after is null || !IsSameWish(before, after)) queue.Wake(id, after?.Tenant);
        if (after is null) dependencies.Forget(id);
        if (before?.Status.Phase == after?.Status.Phase && before?.Status.ObservedGeneration == after?.Status.ObservedGeneration) return;
        foreach (var dependent in dependencies.DependentsOf(id)) queue.Wake(dependent);
    }

    private static bool IsSameWish(StoredIntent before, StoredIntent after) =>
        before.Uid == after.Uid && before.Jws == after.Jws && before.RemovalJws == after.RemovalJws && before.Generation == after.Generation
        && before.Hash == after.Hash && before.IsBeingDeleted == after.IsBeingDeleted;
}
