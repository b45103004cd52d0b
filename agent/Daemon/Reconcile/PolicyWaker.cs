using Pdp.Core.Ports;

namespace Pdp.Daemon.Reconcile;

/// <summary>Wakes every intent when another policy holds.</summary>
internal sealed class PolicyWaker(IIntentStore intents, ReconcileQueue queue) : IPolicyObserver
{
    /// <inheritdoc/>
    public void PolicyChanged()
    {
        foreach (var intent in intents.List()) queue.Wake(intent.Id, intent.Tenant);
    }
}
