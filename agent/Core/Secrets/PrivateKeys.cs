using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.Core.Secrets;

/// <summary>Private keys as secrets hold them.</summary>
internal static class PrivateKeys
{
    private static readonly string[] _labels = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"];

    /// <summary>Reads the certificates of a PKCS#12 without a password, with what keys it holds.</summary>
    /// <param name="value">The bytes.</param>
    /// <param name="item">What they are called in an error.</param>
    /// <exception cref="SecretFormException">It is none.</exception>
    public static X509Certificate2Collection ReadPkcs12(SecretValue value, string item)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12Collection(
                value.Reveal(), password: null, X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable);
        }
        catch (CryptographicException)
        {
            throw new SecretFormException("must be PEM, or PKCS#12 without a password (where the store keeps it as base64, with encoding: base64)", item);
        }
    }

    /// <summary>The first key in a PEM text; null when there is none that can be used.</summary>
    public static AsymmetricAlgorithm? ReadPem(string pem)
    {
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            if (!_labels.Contains(rest[fields.Label].ToString())) continue;
            var block = rest[fields.Location].ToString();
            return Imported(RSA.Create(), block) ?? Imported(ECDsa.Create(), block);
        }
        return null;
    }

    /// <summary>The key of a certificate; null when it has none that can be used.</summary>
    public static AsymmetricAlgorithm? Of(X509Certificate2 certificate) =>
        (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey();

    private static AsymmetricAlgorithm? Imported(AsymmetricAlgorithm key, string pem)
    {
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception broken) when (broken is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return null;
        }
    }
}
