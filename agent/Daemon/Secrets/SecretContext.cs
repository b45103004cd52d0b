using Pdp.Core.Ports;

namespace Pdp.Daemon.Secrets;

/// <summary>What whoever follows a store needs from outside.</summary>
internal sealed class SecretContext(
    IEnumerable<ISecretObserver> observers, SecretMetrics metrics, ILogger<SecretLog> logger, TimeProvider time, Chance chance)
{
    private readonly ISecretObserver[] _observers = [.. observers];

    /// <summary>Clock of refreshes and time limits.</summary>
    public TimeProvider Time => time;

    /// <summary>Spreads what should not happen everywhere at once.</summary>
    public Chance Chance => chance;

    /// <summary>Measures.</summary>
    public SecretMetrics Metrics => metrics;

    /// <summary>The log.</summary>
    public SecretLog Log { get; } = new(logger);

    /// <summary>There is news for an intent.</summary>
    public void Wake(string intentId)
    {
        foreach (var observer in _observers) observer.Changed(intentId);
    }

    /// <summary>A secret is at another version.</summary>
    public void Rotated(string store, string secret, string version)
    {
        metrics.Rotated(store);
        Log.Rotated(store, secret, version);
    }
}
