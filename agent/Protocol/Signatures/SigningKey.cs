using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.Protocol.Identity;

namespace Pdp.Protocol.Signatures;

/// <summary>A private P-256 key that signs. Safe for several threads; never printed.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ECDsa _key;

    private SigningKey(ECDsa key)
    {
        _key = key;
        PublicKey = JsonWebKey.From(key);
    }

    /// <summary>The public part; its id is the RFC 7638 thumbprint.</summary>
    public JsonWebKey PublicKey { get; }

    /// <summary>A new random key.</summary>
    public static SigningKey Generate() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a key that <see cref="ToPem"/> wrote.</summary>
    /// <param name="pem">PKCS#8 (or SEC 1) PEM of a P-256 private key.</param>
    /// <exception cref="ArgumentException">Not one; the message says what to give and nothing of what was given.</exception>
    public static SigningKey FromPem(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.ExportParameters(includePrivateParameters: true) is { Curve.Oid.Value: var curve, D: not null }
                && curve == ECCurve.NamedCurves.nistP256.Oid.Value)
                return new SigningKey(key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // The one message below says what to give; the cause could quote the key.
        }
        key.Dispose();
        throw new ArgumentException("must be the PEM (PKCS#8) of one private key on P-256", nameof(pem));
    }

    /// <summary>The private key as unencrypted PKCS#8 PEM, for a file only its owner can read.</summary>
    public string ToPem()
    {
        lock (_lock) return _key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>A certification request (PKCS#10, PEM) for this key, signed by it.</summary>
    internal string CertificateRequest(string subject, PlaneUri? plane)
    {
        lock (_lock)
        {
            var request = new CertificateRequest(subject, _key, HashAlgorithmName.SHA256);
            if (plane is not null) request.CertificateExtensions.Add(AlternativeName.Of(plane));
            return request.CreateSigningRequestPem();
        }
    }

    /// <summary>A certificate for this key together with it, for TLS; the caller's to dispose of.</summary>
    /// <exception cref="ArgumentException">The certificate is for another key.</exception>
    public X509Certificate2 Join(X509Certificate2 certificate)
    {
        lock (_lock) return certificate.CopyWithPrivateKey(_key);
    }

    /// <summary>ES256: r and s, 32 bytes each.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        lock (_lock) return _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>The id only.</summary>
    public override string ToString() => $"SigningKey {PublicKey.Kid}";

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
