using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.KeyVault.Changes;

/// <summary>What is told of a store's queue.</summary>
/// <param name="store">The store.</param>
/// <param name="log">The log.</param>
/// <param name="metrics">Measures.</param>
internal sealed class ListenerLog(string store, SecretLog log, SecretMetrics metrics)
{
    /// <summary>The queue cannot be read.</summary>
    public void Failing(string why) => log.QueueFailing(store, why);

    /// <summary>It can be read again.</summary>
    public void Back() => log.QueueBack(store);

    /// <summary>A hint came.</summary>
    public void Hinted(HintOutcome outcome) => metrics.Hinted(store, HintSource.Queue, outcome);
}
