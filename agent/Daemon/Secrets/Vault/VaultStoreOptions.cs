using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Vault;

/// <summary>A key-value engine of HashiCorp Vault or OpenBao, reached over its HTTP interface.</summary>
internal sealed record VaultStoreOptions : StoreOptions
{
    /// <summary>Where it is; <c>https</c>, or <c>http</c> on a loopback address.</summary>
    public required Uri Address { get; init; }

    /// <summary>Where the engine is mounted. Default <c>secret</c>.</summary>
    public string Mount { get; init; } = "secret";

    /// <summary>Version of the engine, 1 or 2. Only the second has versions of secrets. Default 2.</summary>
    public int Engine { get; init; } = 2;

    /// <summary>The namespace the engine is in; null where there are none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Authorities that may have signed its certificate; null for the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>Who the agent is there.</summary>
    public required VaultAuth Auth { get; init; }

    /// <inheritdoc/>
    public override ISecretStore Open(StoreParts parts)
    {
        var connection = new VaultConnection(this, parts.Time);
        var calls = new VaultCalls(connection, new VaultSession(connection, Auth, parts.Time));
        return Engine == 2 ? new VersionedVaultStore(calls, Mount) : new PlainVaultStore(calls, Mount, parts.Key);
    }
}
