using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Configuration;

/// <summary>Where the configuration of the stores comes from. Never from an intent.</summary>
internal interface IStoreDefinitions
{
    /// <summary>The stores, each name once.</summary>
    IReadOnlyList<StoreDefinition> Current { get; }

    /// <summary>Looks whether there is another configuration, and takes it over when it is good.</summary>
    /// <returns>Whether <see cref="Current"/> is another now.</returns>
    bool Reload();
}
