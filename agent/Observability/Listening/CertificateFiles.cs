using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.Observability.Listening;

/// <summary>PEM files of a certificate with its chain, and of its key, as a Secret of type <c>kubernetes.io/tls</c> has them.</summary>
/// <param name="Certificate">Path of the certificate and what stands between it and its authority.</param>
/// <param name="Key">Path of the key, not encrypted.</param>
public sealed record CertificateFiles(string Certificate, string Key)
{
    /// <summary>Why they cannot be used; null when they can.</summary>
    public string? Problem()
    {
        try
        {
            Read().Context.TargetCertificate.Dispose();
            return null;
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return unreadable.Message;
        }
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="CryptographicException">They do not hold a certificate and its key.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    internal (SslStreamCertificateContext Context, byte[] Digest) Read()
    {
        var digest = Digest();
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(Certificate);
        using var pem = Pair();
        // TLS on some platforms does not take an ephemeral key.
        var certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        // Offline: what is shown must not wait for a server that an authority names.
        return (SslStreamCertificateContext.Create(certificate, chain, offline: true), digest);
    }

    private X509Certificate2 Pair()
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(Certificate, Key);
        }
        catch (ArgumentException mismatch)
        {
            throw new CryptographicException("The key is not that of the certificate.", mismatch);
        }
    }

    /// <summary>Tells versions of the files apart.</summary>
    internal byte[] Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(File.ReadAllBytes(Certificate));
        hash.AppendData(File.ReadAllBytes(Key));
        return hash.GetHashAndReset();
    }
}
