using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.Protocol.Signatures;

namespace Pdp.Protocol.Identity;

/// <summary>
/// A certification request (PKCS#10), read: a public key whose private half the sender has, and the plane it asks for, if it says one.
/// Nothing else of it means anything: what goes into a certificate is the issuer's to say.
/// </summary>
public sealed record AgentCertificateRequest
{
    private const string Label = "CERTIFICATE REQUEST";

    private AgentCertificateRequest(byte[] der, PublicKey publicKey, PlaneUri? plane) =>
        (Sha256, PublicKey, Plane) = (HashOf(der), publicKey, plane);

    /// <summary>SHA-256 of the request's DER, lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>The key to issue for, on P-256.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>The plane asked for; null when it asks for none.</summary>
    public PlaneUri? Plane { get; }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo, lower-case hex.</summary>
    public string PublicKeySha256 => Convert.ToHexStringLower(SHA256.HashData(PublicKey.ExportSubjectPublicKeyInfo()));

    /// <summary>A request for a key's own certificate.</summary>
    /// <param name="key">The key; it signs the request and is not in it.</param>
    /// <param name="plane">Whose certificate; null where the agent cannot know its URI yet.</param>
    /// <returns>PEM.</returns>
    public static string Create(SigningKey key, PlaneUri? plane) => key.CertificateRequest("CN=pdp-agent", plane);

    /// <summary>Reads a request.</summary>
    /// <param name="pem">PEM, at most <see cref="ProtocolLimits.CsrChars"/>.</param>
    /// <param name="request">The request; null when refused.</param>
    /// <param name="refusal">
    /// When refused, <see cref="IdentityRefusal.BadCsr"/>, or <see cref="IdentityRefusal.WrongPlane"/> for a name that is no plane's.
    /// </param>
    public static bool TryRead(
        string pem, [NotNullWhen(true)] out AgentCertificateRequest? request, out IdentityRefusal refusal)
    {
        (request, refusal) = (null, IdentityRefusal.BadCsr);
        if (!TryDer(pem, out var der)) return false;
        try
        {
            // Loading verifies the signature of the request by the key in it.
            var read = CertificateRequest.LoadSigningRequest(
                der, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            if (!PublicKeys.IsP256(read.PublicKey)) return false;
            PlaneUri? plane = null;
            refusal = IdentityRefusal.WrongPlane;
            if (AlternativeName.IsIn(read.CertificateExtensions)
                && !(AlternativeName.TryRead(read.CertificateExtensions, out var name) && PlaneUri.TryParse(name, out plane)))
                return false;
            request = new AgentCertificateRequest(der, read.PublicKey, plane);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>The DER of a text that is one PEM block of a request and nothing else, so that all who read it read the same.</summary>
    internal static bool TryDer(string pem, [NotNullWhen(true)] out byte[]? der)
    {
        der = null;
        if (pem.Length > ProtocolLimits.CsrChars || !PemEncoding.TryFind(pem, out var block)) return false;
        var text = pem.AsSpan();
        if (text[block.Label] is not Label || text[..block.Location.Start].Trim().Length > 0 || text[block.Location.End..].Trim().Length > 0)
            return false;
        der = Convert.FromBase64String(pem[block.Base64Data]);
        return true;
    }

    /// <summary>SHA-256 in lower-case hex.</summary>
    internal static string HashOf(byte[] der) => Convert.ToHexStringLower(SHA256.HashData(der));
}
