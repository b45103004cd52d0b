using Pdp.Core.Connections;
using Pdp.Core.Ports;
using Pdp.Daemon.Documents;

namespace Pdp.Daemon.Reconcile;

/// <summary>
/// Wakes an intent when its resource changes or its status is replaced, those that wait for it when its phase changes, and those that are
/// interested in what it says when that does.
/// </summary>
internal sealed class IntentWaker(ReconcileQueue queue, DependencyIndex dependencies, InterestIndex interests) : IIntentObserver
{
    /// <inheritdoc/>
    public void Changed(string id, StoredIntent? before, StoredIntent? after)
    {
        // The agent's own writes of the status are no reason to look again.
        if (before is null || after is null || !IsSameWish(before, after))
        {
            queue.Wake(id, after?.Tenant);
            foreach (var interested in InterestedIn(id, before, after)) queue.Wake(interested);
        }

        if (after is null)
        {
            dependencies.Forget(id);
            interests.Forget(id);
        }

        if (before?.Status.Phase == after?.Status.Phase && before?.Status.ObservedGeneration == after?.Status.ObservedGeneration) return;
        foreach (var dependent in dependencies.DependentsOf(id)) queue.Wake(dependent);
    }

    /// <inheritdoc/>
    public void StatusReplaced(string id) => queue.Wake(id);

    // By what the documents claim: whoever is woken for nothing looks once more, and believes only what is verified.
    private IEnumerable<string> InterestedIn(string id, StoredIntent? before, StoredIntent? after) =>
        new[] { before, after }.OfType<StoredIntent>()
            .Select(stored => DocumentClaim.Of(stored).Component)
            .OfType<ComponentPlace>()
            .Select(Topics.Component)
            .Append(Topics.Document(id))
            .Distinct()
            .SelectMany(interests.InterestedIn)
            .Where(interested => interested != id)
            .Distinct();

    private static bool IsSameWish(StoredIntent before, StoredIntent after) =>
        before.Uid == after.Uid && before.Jws == after.Jws && before.RemovalJws == after.RemovalJws && before.Generation == after.Generation
        && before.Hash == after.Hash && before.IsBeingDeleted == after.IsBeingDeleted
        && before.IsPaused == after.IsPaused && before.LetThrough == after.LetThrough;
}
