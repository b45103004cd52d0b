using Pdp.Core.Ports;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets;

/// <summary>Passes the control plane's hints to the stores they are about.</summary>
internal sealed class SecretHints(StoreSet stores, SecretContext context) : ISecretHints
{
    /// <inheritdoc/>
    public void Take(string store, string secret)
    {
        var found = stores.Find(store);
        // A name that is no store's is nobody's word to measure by.
        context.Metrics.Hinted(found is null ? "none" : store, HintSource.ControlPlane, found?.Hint(secret) ?? HintOutcome.Unwanted);
    }
}
