using Pdp.Core.Ports;

namespace Pdp.Daemon.Reconcile.Secrets;

/// <summary>Wakes an intent when there is news of its secrets.</summary>
internal sealed class SecretWaker(ReconcileQueue queue) : ISecretObserver
{
    /// <inheritdoc/>
    public void Changed(string intentId) => queue.Wake(intentId);
}
