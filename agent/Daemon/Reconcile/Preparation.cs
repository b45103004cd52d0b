using Pdp.Core.Ports;
using Pdp.Daemon.Documents;
using Pdp.Daemon.Reconcile.Secrets;

namespace Pdp.Daemon.Reconcile;

/// <summary>Chooses what shall run, and fetches the secrets it needs, before anything is touched.</summary>
internal sealed class Preparation(Targeting targeting, SecretDelivery delivery)
{
    /// <summary>When to look again at what gives no sign when it changes: a store that did not hand out a value, a Secret that may vanish.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    /// <summary>Prepares a pass. A value that cannot be had is done without: by a version used before, or by waiting.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<(Target Target, SecretSupply Secrets)> PrepareAsync(
        StoredIntent stored, ReadDocument document, CancellationToken cancellationToken)
    {
        var outOfReach = new OutOfReach();
        while (true)
        {
            var known = outOfReach.Count;
            var target = await targeting.ChooseAsync(stored, document, outOfReach, cancellationToken);
            var secrets = await delivery.FetchAsync(stored, target, outOfReach, cancellationToken);
            // What is gone back to is applied all the same: without its Secret it is no worse off than without being applied.
            var isSettled = outOfReach.Count == known || target.Choice.IsLastGood;
            if (!isSettled) continue;
            var isSoon = secrets.IsUnsettled && !(target.LookAgainIn < Soon);
            return (isSoon ? target with { LookAgainIn = Soon } : target, secrets);
        }
    }
}
