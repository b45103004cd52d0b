using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;

namespace Pdp.Daemon.Reconcile;

/// <summary>
/// The first thing a leader does about an intent: takes charge of all that belongs to it, so that no write of an earlier leader can land
/// between its own. The Intent itself comes last and only as it was read: then what was taken charge of is all there is. Done once for each
/// leader that died; after one that gave the lease back there is nothing to do.
/// </summary>
internal sealed class Takeover(ILeadership leadership, IIntentStore intents, IRevisionStore revisions, IObjectCluster cluster)
{
    /// <summary>Takes charge.</summary>
    /// <returns>The intent as it is held now.</returns>
    /// <exception cref="ClusterException">Not done, or not wholly; the next pass goes on.</exception>
    public async Task<StoredIntent> ClaimAsync(StoredIntent stored, CancellationToken cancellationToken)
    {
        var isNew = stored.FencingToken != leadership.FencingToken;
        if (isNew) await revisions.ClaimAsync(stored, cancellationToken);
        stored = await revisions.RecallAsync(stored, cancellationToken);
        await cluster.ClaimAsync([.. stored.Status.Inventory.Select(ObjectKey.Of)], isNew, cancellationToken);
        return isNew ? await intents.ClaimAsync(stored, cancellationToken) : stored;
    }
}
