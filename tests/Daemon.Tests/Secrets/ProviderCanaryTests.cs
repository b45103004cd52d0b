using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pdp.Core.Ports;
using Pdp.Daemon.Secrets.Cluster;
using Pdp.Daemon.Secrets.Stores;
using Pdp.Daemon.Secrets.Variables;
using Pdp.Daemon.Secrets.Vault;
using Pdp.Daemon.Tests.Harness;
using Pdp.Daemon.Tests.Secrets.Stage;
using Pdp.Kubernetes.Verbs;
using Pdp.Protocol.Intents;
using Pdp.Vaults.KeyVault;
using Pdp.Vaults.Vault;

namespace Pdp.Daemon.Tests.Secrets;

/// <summary>Values come from every kind of vault there is, which also throw them about in their errors, and are found in Secrets and nowhere else.</summary>
public sealed class ProviderCanaryTests(TestCluster cluster) : SecretCanaryTest(cluster)
{
    private TestVault _vault = null!;
    private TestKeyVault _keyVault = null!;
    private HttpClient _way = null!;

    public override async ValueTask InitializeAsync()
    {
        _vault = await TestVault.StartAsync();
        _keyVault = await TestKeyVault.StartAsync();
        _way = _keyVault.Way();
        Files.Write("token", "service-account-1");
        Files.Write("secret", _keyVault.ClientSecret);
        var stores = new ScriptedDefinitions(
            Store("vault", Vault("secret", 2)), Store("plain", Vault("kv", 1)), Store("azure", new WayToKeyVault(_way, Files.Combine("secret"))),
            Store("own", new ClusterStoreOptions(Namespace, "kept")), Store("dev", new VariableStoreOptions("DEV_")));
        await StartAsync(stores, services => services.AddSingleton(provider => new StoreParts(
            provider.GetRequiredService<ISecretVersionKey>(), provider.GetRequiredService<IClusterSecrets>(),
            new Dictionary<string, string> { ["DEV_DB"] = Plant("variable") }, provider.GetRequiredService<TimeProvider>())));
    }

    [Fact]
    public async Task A_value_of_any_vault_is_in_secrets_and_in_nothing_else()
    {
        _vault.Secrets.Put("db", ("password", Plant("versioned")));
        _vault.Secrets.PutPlain("db", ("password", Plant("unversioned")));
        _keyVault.Secrets.Put("db", Plant("azure"));
        await KeepAsync(Plant("kept"));
        SecretReference[] named =
        [
            new("vault", "db", Property: "password"), new("plain", "db", Property: "password"), new("azure", "db"), new("own", "kept/password"), new("dev", "DB"),
        ];
        await Agent.PutAsync(Plane.Component(Id, 1, spec => SecretsTest.Naming(spec, named)));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await FindInSecretsAsync(Canaries.Keys);

        // Both vaults throw about what they keep: in errors, in rubbish, in places where it does not belong.
        _vault.Before = http => ThrowAboutAsync(http, StatusCodes.Status500InternalServerError, Canaries["versioned"]);
        _keyVault.Before = http => ThrowAboutAsync(http, StatusCodes.Status403Forbidden, Canaries["azure"]);
        await Agent.StatusAsync(Id, status => SecretsTest.Fresh(status) is { Status: "False" } fresh
            && fresh.Message.Contains("store vault", StringComparison.Ordinal) && fresh.Message.Contains("store azure", StringComparison.Ordinal));
        _vault.Before = http => ThrowAboutAsync(http, StatusCodes.Status200OK, Canaries["versioned"]);
        _keyVault.Before = http => ThrowAboutAsync(http, StatusCodes.Status200OK, Canaries["azure"]);
        await Agent.StatusAsync(Id, status => SecretsTest.Fresh(status)?.Message.Contains("no answer", StringComparison.Ordinal) == true);
        (_vault.Before, _keyVault.Before) = (null, null);
        var rotated = _keyVault.Secrets.Put("db", Plant("rotated"));
        await Agent.StatusAsync(
            Id, status => status.Phase == IntentPhase.Healthy && SecretsTest.Fresh(status)?.Status == "True" && status.Secrets.Any(s => s.Version == rotated));
        await QuietAsync();

        await FindNowhereElseAsync(aside: Emissions.OwnSecrets);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _way.Dispose();
        await _vault.DisposeAsync();
        await _keyVault.DisposeAsync();
    }

    private static StoreDefinition Store(string name, StoreOptions options) => new()
    {
        Name = name,
        Options = options,
        Allow = Allowance.Everything,
        Refresh = TimeSpan.FromMilliseconds(200),
    };

    private VaultStoreOptions Vault(string mount, int engine) => new()
    {
        Address = _vault.Address,
        Mount = mount,
        Engine = engine,
        Auth = new KubernetesAuth("pdp", Files.Combine("token"), "kubernetes"),
    };

    private static async Task ThrowAboutAsync(HttpContext http, int status, Canary canary)
    {
        http.Response.StatusCode = status;
        http.Response.Headers["X-Echo"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(canary.Value));
        await http.Response.WriteAsJsonAsync(new JsonObject
        {
            ["errors"] = new JsonArray(canary.Value),
            ["error"] = new JsonObject { ["code"] = canary.Value, ["message"] = canary.Value },
            ["value"] = canary.Value,
        });
    }

    private async Task KeepAsync(string value) => await Cluster.Admin.CreateAsync(
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = "kept", ["namespace"] = Namespace },
            ["data"] = new JsonObject { ["password"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) },
        },
        new CreateOptions { FieldManager = "test" },
        Ct);
}
