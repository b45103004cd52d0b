using Pdp.Core.Ports;

namespace Pdp.Daemon.Secrets.Stores;

/// <summary>A store as the customer configured it. Two that are equal are the same store.</summary>
internal sealed record StoreDefinition
{
    /// <summary>What intents call it; a DNS label.</summary>
    public required string Name { get; init; }

    /// <summary>Which kind of store, and how to reach it.</summary>
    public required StoreOptions Options { get; init; }

    /// <summary>Who may use which of its secrets; nobody when empty.</summary>
    public required Allowance Allow { get; init; }

    /// <summary>How often it is asked for new versions, up to a tenth more or less by chance; 5 s..24 h. Default 60 s.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest one call may take; 1 s..1 min. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Calls in flight at once; 1..64. Default 4.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>Calls begun in a second at most; 1..1000. Default 50.</summary>
    public int CallsPerSecond { get; init; } = 50;
}

/// <summary>The part of a store's configuration that only its kind knows.</summary>
internal abstract record StoreOptions
{
    /// <summary>Opens the store; nothing is asked of it yet.</summary>
    /// <param name="parts">What the process lends it.</param>
    public abstract ISecretStore Open(StoreParts parts);

    /// <summary>Who hears of changes from the store itself; null where it does not tell of them.</summary>
    /// <param name="store">The store's name.</param>
    /// <param name="context">What listening needs from outside.</param>
    public virtual IChangeListener? Listen(string store, SecretContext context) => null;
}

/// <summary>What the process lends to stores.</summary>
/// <param name="Key">For kinds that have no versions of their own.</param>
/// <param name="Cluster">Secrets of the cluster itself.</param>
/// <param name="Environment">The process environment.</param>
/// <param name="Time">The clock.</param>
internal sealed record StoreParts(
    ISecretVersionKey Key, IClusterSecrets Cluster, IReadOnlyDictionary<string, string> Environment, TimeProvider Time);
