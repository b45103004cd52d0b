using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Pdp.Daemon.Secrets.KeyVault;
using Pdp.Daemon.Secrets.Stores;
using Pdp.Vaults.KeyVault;

namespace Pdp.Daemon.Tests.Secrets.KeyVault;

/// <summary>Who the agent may be to Azure, each against a directory that checks what it is shown.</summary>
public sealed class KeyVaultIdentityTests : KeyVaultTest
{
    [Fact]
    public async Task The_service_accounts_token_is_exchanged_for_one_of_Azure_and_a_rotated_one_is_read_again()
    {
        Files.Write("federated", "service-account-token-1");
        Server.FederatedToken = "service-account-token-1";
        var store = Store(new WorkloadIdentityAuth(TestKeyVault.Tenant, TestKeyVault.Client, Files.Combine("federated")));
        await MustServeAsync(store);
        Assert.Equal("federated", Server.LastLogin);

        Files.Write("federated", "service-account-token-2");
        Server.FederatedToken = "service-account-token-2";
        await MustServeAsync(Store(new WorkloadIdentityAuth(TestKeyVault.Tenant, TestKeyVault.Client, Files.Combine("federated"))));

        Server.FederatedToken = "of somebody else";
        var wrong = Store(new WorkloadIdentityAuth(TestKeyVault.Tenant, TestKeyVault.Client, Files.Combine("federated")));
        var refused = await Assert.ThrowsAsync<SecretStoreUnavailableException>(() => AskAsync(wrong, "db"));
        Assert.Contains("Azure gives the agent no token", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_signs_what_the_directory_checks()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=agent", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(Time.GetUtcNow().AddDays(-1), Time.GetUtcNow().AddDays(1));
        Server.ClientCertificate = X509CertificateLoader.LoadCertificate(certificate.RawData);
        Files.Write("certificate", $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");

        await MustServeAsync(Store(new ClientCertificateAuth(TestKeyVault.Tenant, TestKeyVault.Client, Files.Combine("certificate"))));

        Assert.Equal("certificate", Server.LastLogin);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(TestKeyVault.Client)]
    public async Task The_machines_identity_is_had_from_its_metadata_service(string? client)
    {
        await MustServeAsync(Store(new ManagedIdentityAuth(client)));

        Assert.Equal($"machine {client}".TrimEnd(), Server.LastLogin);
    }

    private async Task MustServeAsync(ISecretStore store)
    {
        var version = Server.Secrets.Put("db", "value");
        Assert.Equal(version, (await AskAsync(store, "db")).Version);
        Assert.Equal("value", await ValueAsync(store, "db", version));
    }

    private ISecretStore Store(KeyVaultAuth auth)
    {
        var transport = new HttpClientTransport(Way());
        var options = new KeyVaultStoreOptions(TestKeyVault.Address, auth, TestKeyVault.Directory, null);
        return new KeyVaultStore(options.ClientOf(auth.Credential(options.Authority, transport), transport), Time);
    }
}
