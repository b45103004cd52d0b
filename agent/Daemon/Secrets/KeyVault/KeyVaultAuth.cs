using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace Pdp.Daemon.Secrets.KeyVault;

/// <summary>Who the agent is to Azure.</summary>
internal abstract record KeyVaultAuth
{
    /// <summary>What asks for tokens.</summary>
    /// <param name="authority">Where they are had.</param>
    /// <param name="transport">The way there.</param>
    public abstract TokenCredential Credential(Uri authority, HttpPipelineTransport transport);

    /// <summary>Options of a credential: one try, nothing logged.</summary>
    protected static T Options<T>(T options, Uri authority, HttpPipelineTransport transport)
        where T : TokenCredentialOptions
    {
        options.AuthorityHost = authority;
        options.Transport = transport;
        options.Retry.MaxRetries = 0;
        KeyVaultStoreOptions.Quiet(options.Diagnostics);
        return options;
    }
}

/// <summary>By the agent's service account, federated with an identity of Azure.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="ClientId">The identity.</param>
/// <param name="TokenFile">The service account's token for Azure.</param>
internal sealed record WorkloadIdentityAuth(string TenantId, string ClientId, string TokenFile) : KeyVaultAuth
{
    /// <inheritdoc/>
    public override TokenCredential Credential(Uri authority, HttpPipelineTransport transport) => new WorkloadIdentityCredential(Options(
        new WorkloadIdentityCredentialOptions { TenantId = TenantId, ClientId = ClientId, TokenFilePath = TokenFile, DisableInstanceDiscovery = true },
        authority, transport));
}

/// <summary>By the identity of the machine the agent runs on.</summary>
/// <param name="ClientId">Which one of several; null for its own.</param>
internal sealed record ManagedIdentityAuth(string? ClientId) : KeyVaultAuth
{
    /// <inheritdoc/>
    public override TokenCredential Credential(Uri authority, HttpPipelineTransport transport) => new ManagedIdentityCredential(Options(
        new ManagedIdentityCredentialOptions(
            ClientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(ClientId)),
        authority, transport));
}

/// <summary>By a secret of an application.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="ClientId">The application.</param>
/// <param name="SecretFile">Its secret; read again when it changes.</param>
internal sealed record ClientSecretAuth(string TenantId, string ClientId, string SecretFile) : KeyVaultAuth
{
    /// <inheritdoc/>
    public override TokenCredential Credential(Uri authority, HttpPipelineTransport transport) => new FileCredential(
        SecretFile,
        file => new ClientSecretCredential(
            TenantId, ClientId, System.Text.Encoding.UTF8.GetString(file).Trim(),
            Options(new ClientSecretCredentialOptions { DisableInstanceDiscovery = true }, authority, transport)));
}

/// <summary>By a certificate of an application.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="ClientId">The application.</param>
/// <param name="CertificateFile">PEM with certificate and key, or PKCS#12 without password; read again when it changes.</param>
internal sealed record ClientCertificateAuth(string TenantId, string ClientId, string CertificateFile) : KeyVaultAuth
{
    /// <inheritdoc/>
    public override TokenCredential Credential(Uri authority, HttpPipelineTransport transport) => new FileCredential(
        CertificateFile,
        // The SDK goes by a file's ending, which mounted secrets seldom have.
        file => new ClientCertificateCredential(
            TenantId, ClientId, Certificate(file),
            Options(new ClientCertificateCredentialOptions { DisableInstanceDiscovery = true }, authority, transport)));

    private static X509Certificate2 Certificate(byte[] file)
    {
        if (file.AsSpan().IndexOf("-----BEGIN "u8) < 0) return X509CertificateLoader.LoadPkcs12(file, password: null, X509KeyStorageFlags.EphemeralKeySet);
        var pem = System.Text.Encoding.UTF8.GetString(file);
        return X509Certificate2.CreateFromPem(pem, pem);
    }
}
