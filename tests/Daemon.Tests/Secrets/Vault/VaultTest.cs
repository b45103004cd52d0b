using System.Text;
using Pdp.Core.Ports;
using Pdp.Daemon.Secrets.Stores;
using Pdp.Daemon.Secrets.Vault;
using Pdp.Testing;
using Pdp.Vaults.Vault;

namespace Pdp.Daemon.Tests.Secrets.Vault;

/// <summary>A Vault in the test process, and stores over it.</summary>
public abstract class VaultTest : IAsyncLifetime, ISecretVersionKey
{
    private readonly List<IDisposable> _stores = [];

    internal TempDirectory Files { get; } = new();

    internal ManualTimeProvider Time { get; } = new();

    internal TestVault Server { get; private set; } = null!;

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Files.Write("token", "service-account-1\n");
        Server = await TestVault.StartAsync(time: Time);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores) store.Dispose();
        await Server.DisposeAsync();
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

    public Task<ReadOnlyMemory<byte>> GetAsync(CancellationToken cancellationToken) => Task.FromResult<ReadOnlyMemory<byte>>(new byte[32]);

    internal ISecretStore Store(VaultAuth? auth = null, int engine = 2, Func<VaultStoreOptions, VaultStoreOptions>? change = null)
    {
        var options = new VaultStoreOptions
        {
            Address = Server.Address,
            Mount = engine == 2 ? "secret" : "kv",
            Engine = engine,
            Auth = auth ?? new KubernetesAuth("pdp", Files.Combine("token"), "kubernetes"),
        };
        if (change is not null) options = change(options);
        var store = options.Open(new StoreParts(this, null!, new Dictionary<string, string>(), Time));
        _stores.Add((IDisposable)store);
        return store;
    }

    internal static async Task<VersionAnswer> AskAsync(ISecretStore store, string name, string? pinned = null)
    {
        var secret = new SecretName(name, pinned);
        return (await store.ListVersionsAsync([secret], Ct))[secret];
    }

    internal static async Task<string> ValueAsync(ISecretStore store, string name, string version) =>
        Encoding.UTF8.GetString((await store.FetchAsync(new SecretName(name), version, Ct)).Reveal());

    internal static async Task<string> TroubleAsync(ISecretStore store, string name = "shop/db") =>
        (await Assert.ThrowsAsync<SecretStoreUnavailableException>(() => AskAsync(store, name))).Message;
}
