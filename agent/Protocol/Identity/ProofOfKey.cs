using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pdp.Protocol.Signatures;

namespace Pdp.Protocol.Identity;

/// <summary>
/// Shows that the sender has a certificate's private key: ES256 (r and s, base64url) over a text that begins with what it is for, so
/// that no signature made for one purpose passes for another.
/// </summary>
public static class ProofOfKey
{
    private const int SignatureBytes = 64;
    private const int NonceBytes = 32;

    /// <summary>A new nonce for a <see cref="Frames.ChallengeFrame"/>: 32 random bytes, base64url.</summary>
    public static string NewNonce() => StrictBase64Url.Encode(RandomNumberGenerator.GetBytes(NonceBytes));

    /// <summary>Whether a text has the form of a nonce.</summary>
    public static bool IsNonce(string text) => StrictBase64Url.TryDecode(text, out var bytes) && bytes.Length == NonceBytes;

    /// <summary>Answers a challenge.</summary>
    /// <param name="key">The certificate's key.</param>
    /// <param name="nonce">As it came in the challenge.</param>
    public static string SignChallenge(SigningKey key, string nonce) => StrictBase64Url.Encode(key.Sign(ChallengeInput(nonce)));

    /// <summary>Whether the challenge was answered by the key of this certificate.</summary>
    public static bool AnswersChallenge(X509Certificate2 certificate, string nonce, string signature) =>
        Holds(certificate, ChallengeInput(nonce), signature);

    /// <summary>Vouches for a new key by the key of the certificate before it.</summary>
    /// <param name="key">The certificate's key.</param>
    /// <param name="csr">PEM of the certification request for the new key.</param>
    /// <exception cref="ArgumentException">Not one PEM block of a request.</exception>
    public static string SignRenewal(SigningKey key, string csr) => AgentCertificateRequest.TryDer(csr, out var der)
        ? StrictBase64Url.Encode(key.Sign(RenewalInput(AgentCertificateRequest.HashOf(der))))
        : throw new ArgumentException("must be one certification request in PEM", nameof(csr));

    /// <summary>Whether the renewal was signed by the key of this certificate.</summary>
    /// <param name="certificate">The certificate before.</param>
    /// <param name="request">What it asks for.</param>
    /// <param name="signature">As it came.</param>
    public static bool VouchesFor(X509Certificate2 certificate, AgentCertificateRequest request, string signature) =>
        Holds(certificate, RenewalInput(request.Sha256), signature);

    private static byte[] ChallengeInput(string nonce) => Encoding.UTF8.GetBytes($"pdp.v1 proof\n{nonce}");

    private static byte[] RenewalInput(string csrSha256) => Encoding.UTF8.GetBytes($"pdp.v1 renew\n{csrSha256}");

    private static bool Holds(X509Certificate2 certificate, byte[] input, string signature)
    {
        if (!StrictBase64Url.TryDecode(signature, out var bytes) || bytes.Length != SignatureBytes) return false;
        if (!PublicKeys.IsP256(certificate.PublicKey)) return false;
        using var key = certificate.GetECDsaPublicKey()!;
        return key.VerifyData(input, bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
