using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Pdp.Core.Secrets;

/// <summary>A certificate, those of its authorities, and the key that belongs to it.</summary>
public sealed class CertificatePair : IDisposable
{
    private const string CertificateItem = "certificate";
    private const string KeyItem = "key";

    private readonly X509Certificate2Collection _chain;
    private readonly AsymmetricAlgorithm _key;

    private CertificatePair(X509Certificate2Collection chain, AsymmetricAlgorithm key) => (_chain, _key) = (chain, key);

    /// <summary>When the certificate ends, UTC.</summary>
    public DateTimeOffset ExpiresAt => new(_chain[0].NotAfter.ToUniversalTime());

    /// <summary>Reads a pair, and holds certificate and key against each other.</summary>
    /// <param name="certificate">PEM, or PKCS#12 without a password.</param>
    /// <param name="key">PEM; null where the key is in <paramref name="certificate"/>.</param>
    /// <exception cref="SecretFormException">There is no such pair in them.</exception>
    public static CertificatePair Read(SecretValue certificate, SecretValue? key)
    {
        var pem = Text(certificate);
        if (pem is null && key is not null) throw new SecretFormException("must be PEM where the key is a secret of its own", CertificateItem);
        var chain = pem is null ? PrivateKeys.ReadPkcs12(certificate, CertificateItem) : Certificates(pem);
        var found = pem is null
            ? chain.Select(PrivateKeys.Of).FirstOrDefault(own => own is not null)
            : PrivateKeys.ReadPem(key is null ? pem : Text(key) ?? "");
        if (found is null)
            throw new SecretFormException("must hold an RSA or EC private key, not encrypted", key is null ? CertificateItem : KeyItem);
        var leaf = chain.FirstOrDefault(one => IsOf(one, found))
            ?? throw new SecretFormException("certificate and key do not belong together; put both into the store before the next look");
        chain.Remove(leaf);
        chain.Insert(0, leaf);
        return new CertificatePair(chain, found);
    }

    /// <summary>The certificate and those of its authorities, as PEM.</summary>
    public SecretValue Chain() => new(Encoding.ASCII.GetBytes(string.Concat(_chain.Select(one => one.ExportCertificatePem() + "\n"))));

    /// <summary>The key, as PEM (PKCS#8).</summary>
    public SecretValue Key() => new(Encoding.ASCII.GetBytes(_key.ExportPkcs8PrivateKeyPem() + "\n"));

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        foreach (var certificate in _chain) certificate.Dispose();
    }

    // Null for what is no PEM.
    private static string? Text(SecretValue value)
    {
        var bytes = value.Reveal();
        return bytes.IndexOf("-----BEGIN "u8) >= 0 && System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
    }

    private static X509Certificate2Collection Certificates(string pem)
    {
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            chain.Clear();
        }
        return chain.Count > 0 ? chain : throw new SecretFormException("must hold a certificate", CertificateItem);
    }

    private static bool IsOf(X509Certificate2 certificate, AsymmetricAlgorithm key) =>
        certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo());
}
