using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Identity;

/// <summary>The certificate in use together with its key, ready for TLS and for proofs.</summary>
internal sealed class ActiveCertificate : IDisposable
{
    private readonly SigningKey _key;
    private readonly X509Certificate2 _joined;
    private readonly string _pem;

    private ActiveCertificate(SigningKey key, IdentityCertificate certificate, string pem, DateTimeOffset obtainedAt)
    {
        (_key, Certificate, _pem, ObtainedAt) = (key, certificate, pem, obtainedAt);
        _joined = key.Join(certificate.Leaf);
        Tls = SslStreamCertificateContext.Create(_joined, [.. certificate.Issuers], offline: true);
    }

    /// <summary>What it says.</summary>
    public IdentityCertificate Certificate { get; }

    /// <summary>When it came, by this agent's clock.</summary>
    public DateTimeOffset ObtainedAt { get; }

    /// <summary>For TLS.</summary>
    public SslStreamCertificateContext Tls { get; }

    /// <summary>Joins what is kept; null where there is no certificate yet.</summary>
    /// <exception cref="Core.Ports.ClusterException">Key and certificate cannot be read or do not belong together.</exception>
    public static ActiveCertificate? Of(AgentIdentity identity, string place)
    {
        if (identity is not { Key: { } pem, Certificate: { } chain }) return null;
        if (!IdentityCertificate.TryRead(chain, out var certificate, out var problem))
            throw IdentityFields.Unreadable(place, $"the certificate {problem}");
        try
        {
            return new ActiveCertificate(SigningKey.FromPem(pem), certificate, chain, identity.ObtainedAt);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            certificate.Dispose();
            throw IdentityFields.Unreadable(place, "its key cannot be read or is not that of its certificate");
        }
    }

    /// <summary>Whether it holds no longer.</summary>
    public bool IsExpired(DateTimeOffset now) => now >= Certificate.NotAfter;

    /// <summary>Answers a challenge.</summary>
    public Protocol.Frames.ProofFrame Prove(string nonce) => new(_pem, ProofOfKey.SignChallenge(_key, nonce));

    /// <summary>Signs a head of the audit trail.</summary>
    public Core.Ports.AuditSignature SignHead(ReadOnlyMemory<byte> head) => new(Certificate.Leaf.RawData, _key.Sign(head.Span));

    /// <summary>The request for the next certificate, when this one can no longer be shown.</summary>
    public ExpiredRenewal Renew(string csr) =>
        new(Certificate.Leaf.ExportCertificatePem(), csr, ProofOfKey.SignRenewal(_key, csr));

    /// <inheritdoc/>
    public override string ToString() => Certificate.ToString();

    /// <inheritdoc/>
    public void Dispose()
    {
        _joined.Dispose();
        Certificate.Dispose();
        _key.Dispose();
    }
}
