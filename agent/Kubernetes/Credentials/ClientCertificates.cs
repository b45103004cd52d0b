using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.Kubernetes.Configuration;

namespace Pdp.Kubernetes.Credentials;

/// <summary>Client certificates from PEM.</summary>
internal static class ClientCertificates
{
    /// <summary>Reads certificate and key where they are; keeps the one of before as long as the certificate is the same.</summary>
    public static Credential Read(ClientCertificate source, Credential? before)
    {
        string certificate, key;
        try
        {
            (certificate, key) = (source.Certificate.Read(), source.Key.Read());
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CredentialException($"The client certificate cannot be read: {unreadable.Message}", unreadable);
        }
        var read = FromPem(certificate, key);
        return before?.Certificate?.TargetCertificate.Thumbprint == read.TargetCertificate.Thumbprint ? before : new Credential(null, read);
    }

    /// <summary>The first certificate is ours, further ones lead to the authority.</summary>
    /// <exception cref="CredentialException">Not PEM, or the key does not belong to the certificate.</exception>
    public static SslStreamCertificateContext FromPem(string certificate, string key)
    {
        try
        {
            using var pair = X509Certificate2.CreateFromPem(certificate, key);
            // TLS on some platforms does not take an ephemeral key; a PKCS#12 round trip gives it one it takes.
            var usable = X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificate);
            return SslStreamCertificateContext.Create(usable, chain, offline: true);
        }
        catch (CryptographicException)
        {
            // The cause is not passed on: nobody knows what a parser quotes of a key.
            throw new CredentialException("The client certificate and key are not PEM, or do not belong together.");
        }
    }
}
