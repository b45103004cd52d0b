using System.Text;
using Pdp.Daemon.Secrets.Stores;
using Pdp.Daemon.Tests.Secrets.Stage;
using Pdp.Testing;
using Pdp.Vaults.KeyVault;

namespace Pdp.Daemon.Tests.Secrets.KeyVault;

/// <summary>A Key Vault in the test process, and stores over it.</summary>
public abstract class KeyVaultTest : IAsyncLifetime
{
    private readonly List<HttpClient> _ways = [];

    internal TempDirectory Files { get; } = new();

    internal ManualTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    internal TestKeyVault Server { get; private set; } = null!;

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Files.Write("secret", "application-secret-1\n");
        Server = await TestKeyVault.StartAsync(Time);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var way in _ways) way.Dispose();
        await Server.DisposeAsync();
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

    internal HttpClient Way()
    {
        _ways.Add(Server.Way());
        return _ways[^1];
    }

    internal ISecretStore Store() =>
        new WayToKeyVault(Way(), Files.Combine("secret")).Open(new StoreParts(null!, null!, new Dictionary<string, string>(), Time));

    internal static async Task<VersionAnswer> AskAsync(ISecretStore store, string name, string? pinned = null)
    {
        var secret = new SecretName(name, pinned);
        return (await store.ListVersionsAsync([secret], Ct))[secret];
    }

    internal static async Task<string> ValueAsync(ISecretStore store, string name, string version) =>
        Encoding.UTF8.GetString((await store.FetchAsync(new SecretName(name), version, Ct)).Reveal());
}
