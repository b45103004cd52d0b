using Azure.Core.Pipeline;
using Pdp.Daemon.Secrets.KeyVault;
using Pdp.Daemon.Secrets.Stores;
using Pdp.Vaults.KeyVault;

namespace Pdp.Daemon.Tests.Secrets.Stage;

/// <summary>The agent's own Key Vault store, but for the way to the vault.</summary>
internal sealed record WayToKeyVault(HttpClient Way, string SecretFile) : StoreOptions
{
    public override ISecretStore Open(StoreParts parts)
    {
        var auth = new ClientSecretAuth(TestKeyVault.Tenant, TestKeyVault.Client, SecretFile);
        var options = new KeyVaultStoreOptions(TestKeyVault.Address, auth, TestKeyVault.Directory, null);
        var transport = new HttpClientTransport(Way);
        return new KeyVaultStore(options.ClientOf(auth.Credential(options.Authority, transport), transport), parts.Time);
    }
}
