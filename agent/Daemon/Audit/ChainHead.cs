using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pdp.Core.Ports;

namespace Pdp.Daemon.Audit;

/// <summary>
/// A record that says, signed, where the chain stood: number and hash of the record before it. Whoever has no key of the agent's can write no
/// chain that has one.
/// </summary>
internal static class ChainHead
{
    /// <summary>The record that signs a chain's end.</summary>
    /// <param name="last">The end of the chain.</param>
    /// <param name="signer">Signs; null where nobody can.</param>
    /// <returns>The record; null while there is no key.</returns>
    public static AuditEvent? Of(ChainLink last, IAuditSigner? signer) => signer?.Sign(Text(last)) is { } signed
        ? new AuditEvent(ChainTypes.Head)
        {
            Certificate = Convert.ToBase64String(signed.Certificate.Span),
            Signature = Convert.ToBase64String(signed.Signature.Span),
        }
        : null;

    /// <summary>What is wrong with the signature of a head; null when nothing is.</summary>
    /// <param name="record">The head.</param>
    /// <param name="authorities">Whose certificates are believed; null for any.</param>
    public static string? Problem(AuditRecord record, X509Certificate2Collection? authorities)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(record.Certificate ?? ""));
            using var key = certificate.GetECDsaPublicKey();
            var before = new ChainLink(record.Link.Seq - 1, record.Previous);
            var isSigned = key?.VerifyData(
                Text(before), Convert.FromBase64String(record.Signature ?? ""), HashAlgorithmName.SHA256) == true;
            if (!isSigned) return "the signature of the head does not match the chain";
            return authorities is null || IsOf(certificate, authorities, record.Time)
                ? null
                : "the head is signed by nobody of the given authority";
        }
        catch (Exception malformed) when (malformed is FormatException or CryptographicException)
        {
            return "the head has no signature that can be read";
        }
    }

    private static byte[] Text(ChainLink link) => Encoding.UTF8.GetBytes($"pdp.v1 audit\n{link.Seq}:{link.Hash}");

    // As of the time of the record: certificates live for a day, trails for years.
    private static bool IsOf(X509Certificate2 certificate, X509Certificate2Collection authorities, string time)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = DateTimeOffset.TryParse(time, System.Globalization.CultureInfo.InvariantCulture, out var at)
            ? at.UtcDateTime
            : certificate.NotBefore;
        return chain.Build(certificate);
    }
}
