using Pdp.Daemon.Configuration;
using Pdp.Daemon.Secrets.Cluster;
using Pdp.Daemon.Secrets.Files;
using Pdp.Daemon.Secrets.KeyVault;
using Pdp.Daemon.Secrets.Stores;
using Pdp.Daemon.Secrets.Variables;
using Pdp.Daemon.Secrets.Vault;

namespace Pdp.Daemon.Secrets.Configuration;

/// <summary>The kinds of stores there are, by the field that configures each.</summary>
internal static class StoreKinds
{
    private static readonly (string Field, Func<YamlFields, StoreOptions?> Read)[] _kinds =
    [
        ("files", FileStoreOptions.Read),
        ("azureKeyVault", KeyVaultStoreOptionsReader.Read),
        ("vault", VaultStoreOptionsReader.Read),
        ("clusterSecrets", ClusterStoreOptions.Read),
        ("environment", VariableStoreOptions.Read),
    ];

    /// <summary>Reads the one kind a store is of; null when there are errors.</summary>
    public static StoreOptions? Read(YamlFields fields)
    {
        var given = _kinds
            .Select(kind => (Fields: fields.Map(kind.Field, isRequired: false), kind.Read))
            .Where(kind => kind.Fields is not null)
            .Select(kind => kind.Read(kind.Fields!))
            .ToList();
        if (given is [var only]) return only;
        fields.Problem("", $"must have exactly one of the fields {string.Join(", ", _kinds.Select(kind => kind.Field))}");
        return null;
    }
}
