using Microsoft.Extensions.Logging.Abstractions;
using Pdp.Core.Ports;
using Pdp.Daemon.Secrets;
using Pdp.Daemon.Secrets.Cluster;
using Pdp.Daemon.Secrets.Configuration;
using Pdp.Daemon.Secrets.Files;
using Pdp.Daemon.Secrets.KeyVault;
using Pdp.Daemon.Secrets.Variables;
using Pdp.Daemon.Secrets.Vault;
using Pdp.Daemon.Tests.Harness;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Secrets.Configuration;

public sealed class SecretStoresFileTests : IDisposable
{
    private const string Good = """
        stores:
          - name: vault
            files: {directory: /var/run/pdp-secrets/vault}
            allow: [{organization: acme, project: shop, secret: shop/*}, {environment: development}]
            refresh: 5m
            timeout: 2s
            parallelism: 8
          - name: other
            files: {directory: /srv/other}
            allow: [{}]
        """;

    private readonly TempDirectory _directory = new();

    [Fact]
    public void Everything_that_can_be_said_is_read()
    {
        var stores = SecretStoresFile.Read(Write(Good), out var problems);

        Assert.Empty(problems);
        Assert.Equal(new FileStoreOptions("/var/run/pdp-secrets/vault"), stores[0].Options);
        Assert.Equal(
            (TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(2), 8), (stores[0].Refresh, stores[0].Timeout, stores[0].Parallelism));
        Assert.Equal(
            (TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10), 4), (stores[1].Refresh, stores[1].Timeout, stores[1].Parallelism));
        Assert.True(stores[0].Allow.Permits(new SecretRequester("i", "acme", "shop", "production"), "shop/db"));
        Assert.True(stores[0].Allow.Permits(new SecretRequester("i", "else", "any", "development"), "db"));
        Assert.False(stores[0].Allow.Permits(new SecretRequester("i", "acme", "shop", "production"), "db"));
        Assert.False(stores[0].Allow.Permits(new SecretRequester("i", "acme", "shopping", "production"), "shop/db"));
        Assert.Equal(stores, SecretStoresFile.Read(Write(Good), out _));
    }

    [Fact]
    public void Every_error_is_told_at_once_with_its_place_and_nothing_of_the_file_is_repeated()
    {
        SecretStoresFile.Read(
            Write("""
                stores:
                  - name: Secret_Name
                    files: {directory: ../relative, mode: canary}
                    allow: []
                    refresh: 1s
                  - name: vault
                    files: {directory: /a/../canary}
                    allow: [{project: "a*canary"}, canary]
                    parallelism: canary
                    canary: x
                  - files: canary
                canaries: x
                """),
            out var problems);

        string[] places =
        [
            "stores[0].name: must be a DNS label", "stores[0].files.directory: must be an absolute path", "stores[0].files line 3: unknown field",
            "stores[0].allow: must be a list of 1", "stores[0].refresh: must be a number with a unit", "stores[1].files.directory: must be",
            "stores[1].allow: must be a list", "stores[1].parallelism: must be a whole number from 1 to 64", "stores[1] line 10: unknown field",
            "stores[2].name: is required", "stores[2].files: must be an object", "stores[2]: must have exactly one of the fields", "stores[2].allow: is required", "line 12: unknown field",
        ];
        foreach (var place in places) Assert.Contains(problems, problem => problem.StartsWith(place, StringComparison.Ordinal));
        Assert.Equal(places.Length, problems.Count);
        Assert.DoesNotContain(problems, problem => problem.Contains("canar", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_kind_of_store_is_read()
    {
        var ca = _directory.Write("ca.pem", "");
        using (var authority = new TestAuthority()) _directory.Write("ca.pem", authority.CertificatePem);
        var stores = SecretStoresFile.Read(
            Write("""
                stores:
                  - name: vault
                    vault:
                      address: https://vault.acme.example:8200
                      mount: apps/kv
                      engine: 1
                      namespace: team-a
                      caFile: CA
                      auth: {appRole: {roleIdFile: /run/role, secretIdFile: /run/secret}}
                    allow: [{}]
                    callsPerSecond: 7
                  - name: bao
                    vault: {address: "https://bao.acme.example", auth: {kubernetes: {role: pdp}}}
                    allow: [{}]
                  - name: azure
                    azureKeyVault:
                      vault: https://acme.vault.azure.net
                      auth: {workloadIdentity: {tenantId: 1111-2222, clientId: 3333-4444}}
                    allow: [{}]
                  - name: azure-china
                    azureKeyVault:
                      vault: https://acme.vault.azure.cn
                      authority: https://login.chinacloudapi.cn
                      auth: {clientCertificate: {tenantId: 1, clientId: 2, certificateFile: /run/app.pem}}
                    allow: [{}]
                  - name: own
                    clusterSecrets: {namespace: vault, secrets: [db, api.keys]}
                    allow: [{}]
                  - name: dev
                    environment: {prefix: DEV_SECRET_}
                    allow: [{}]
                """.Replace("CA\n", $"{ca}\n", StringComparison.Ordinal)),
            out var problems);

        Assert.Empty(problems);
        Assert.Equal(7, stores[0].CallsPerSecond);
        Assert.Equal(
            new VaultStoreOptions
            {
                Address = new Uri("https://vault.acme.example:8200"),
                Mount = "apps/kv",
                Engine = 1,
                Namespace = "team-a",
                CaFile = ca,
                Auth = new AppRoleAuth("/run/role", "/run/secret", "approle"),
            },
            stores[0].Options);
        Assert.Equal(
            new KubernetesAuth("pdp", "/var/run/secrets/kubernetes.io/serviceaccount/token", "kubernetes"),
            ((VaultStoreOptions)stores[1].Options).Auth);
        Assert.Equal(
            new KeyVaultStoreOptions(
                new Uri("https://acme.vault.azure.net"),
                new WorkloadIdentityAuth("1111-2222", "3333-4444", "/var/run/secrets/azure/tokens/azure-identity-token"),
                new Uri("https://login.microsoftonline.com/"), null),
            stores[2].Options);
        Assert.Equal(new ClientCertificateAuth("1", "2", "/run/app.pem"), ((KeyVaultStoreOptions)stores[3].Options).Auth);
        Assert.Equal(["api.keys", "db"], ((ClusterStoreOptions)stores[4].Options).Secrets.Order());
        Assert.Equal(new VariableStoreOptions("DEV_SECRET_"), stores[5].Options);
    }

    [Theory]
    [InlineData("vault: {address: \"http://vault.example\", auth: {tokenFile: /t}}", "stores[0].vault.address: must be https://")]
    [InlineData("vault: {address: \"https://v/x\", auth: {tokenFile: /t}}", "stores[0].vault.address: must be https://")]
    [InlineData("vault: {address: \"https://v\", mount: a/../b, auth: {tokenFile: /t}}", "stores[0].vault.mount: must be 1..8 parts")]
    [InlineData("vault: {address: \"https://v\", auth: {}}", "stores[0].vault.auth: must have exactly one of kubernetes, appRole or tokenFile")]
    [InlineData("vault: {address: \"https://v\", auth: {tokenFile: /t, appRole: {roleIdFile: /r, secretIdFile: /s}}}", "stores[0].vault.auth: must have exactly one")]
    [InlineData("vault: {address: \"https://v\", caFile: /missing, auth: {tokenFile: /t}}", "stores[0].vault.caFile: must be")]
    [InlineData("azureKeyVault: {vault: \"http://v\", auth: {managedIdentity: {}}}", "stores[0].azureKeyVault.vault: must be https://host")]
    [InlineData("azureKeyVault: {vault: \"https://v\", auth: {clientSecret: {tenantId: a}}}", "stores[0].azureKeyVault.auth.clientSecret.clientId: is required")]
    [InlineData("clusterSecrets: {namespace: vault}", "stores[0].clusterSecrets.secrets: must name at least one")]
    [InlineData("environment: {prefix: \"\"}", "stores[0].environment.prefix: must be 3..64")]
    [InlineData("environment: {prefix: DEV_}\n    files: {directory: /x}", "stores[0]: must have exactly one of the fields files, azureKeyVault, vault")]
    public void What_a_kind_lacks_is_told_with_its_place(string kind, string expected)
    {
        SecretStoresFile.Read(Write($"stores:\n  - name: x\n    {kind}\n    allow: [{{}}]\n"), out var problems);
        Assert.Contains(problems, problem => problem.StartsWith(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("stores: {")]
    [InlineData("stores: x")]
    [InlineData("x: &a [*a]")]
    public void What_is_no_such_file_is_said_so(string text)
    {
        Assert.Empty(SecretStoresFile.Read(Write(text), out var problems));
        Assert.NotEmpty(problems);
    }

    [Fact]
    public void Two_stores_of_one_name_and_a_file_that_is_not_there_are_errors()
    {
        SecretStoresFile.Read(Write(Good.Replace("other", "vault", StringComparison.Ordinal)), out var twice);
        Assert.Contains("two have the name vault", Assert.Single(twice), StringComparison.Ordinal);
        SecretStoresFile.Read(_directory.Combine("missing"), out var missing);
        Assert.Contains("cannot be read", Assert.Single(missing), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_file_is_taken_over_and_a_wrong_one_is_told_once_and_changes_nothing()
    {
        var path = Write(Good);
        var log = new LogLines();
        var file = new SecretStoresFile(path, SecretStoresFile.Read(path, out _), new SecretLog(log));
        Assert.False(file.Reload());

        Write(Good.Replace("5m", "6m", StringComparison.Ordinal));
        Assert.True(file.Reload());
        Assert.Equal(TimeSpan.FromMinutes(6), file.Current[0].Refresh);
        Assert.False(file.Reload());

        Write("stores: broken");
        Assert.False(file.Reload());
        Assert.False(file.Reload());
        File.Delete(path);
        Assert.False(file.Reload());
        Assert.False(file.Reload());
        Assert.Equal(TimeSpan.FromMinutes(6), file.Current[0].Refresh);
        Assert.Equal(2, log.ToString().Split("SecretStoresWrong").Length - 1);

        Write(Good);
        Assert.True(file.Reload());
    }

    [Fact]
    public void Without_a_file_there_are_no_stores()
    {
        var file = new SecretStoresFile(null, [], new SecretLog(NullLogger.Instance));
        Assert.False(file.Reload());
        Assert.Empty(file.Current);
    }

    public void Dispose() => _directory.Dispose();

    private string Write(string text)
    {
        _directory.Write("stores.yaml", text);
        return _directory.Combine("stores.yaml");
    }
}
