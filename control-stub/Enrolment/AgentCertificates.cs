using Pdp.ControlStub.Events;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Identity;

namespace Pdp.ControlStub.Enrolment;

/// <summary>Decides whether to believe a certificate whose key was proved: issued here, on record as what it says, not revoked, not expired.</summary>
internal sealed class AgentCertificates(Authorities authorities, EnrolmentOptions options, ICertificateStore certificates, TimeProvider time)
{
    /// <summary>Whether one of the authorities of this control plane issued it, for this trust domain. Says nothing of its time and record.</summary>
    public bool IsIssuedHere(IdentityCertificate certificate) =>
        certificate.Plane.TrustDomain == options.TrustDomain && authorities.HaveIssued(certificate.Leaf);

    /// <summary>Judges a certificate.</summary>
    /// <param name="certificate">The certificate; that the sender has its key was proved.</param>
    /// <param name="grace">How long after its end it may still be good for this.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its record; or null and why not.</returns>
    public async Task<(CertificateRecord? Record, IdentityRefusal Refusal)> CheckAsync(
        IdentityCertificate certificate, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (!IsIssuedHere(certificate)
            || await FindAsync(certificate, grace, cancellationToken) is not { } record
            || record.Plane != certificate.Plane.PlaneId
            || record.KeyHash != certificate.PublicKeySha256)
            return (null, IdentityRefusal.CertificateRefused);
        if (record.RevokedAt is not null)
            return (null, IdentityRefusal.CertificateRevoked);
        return record.ExpiresAt + grace <= time.GetUtcNow() ? (null, IdentityRefusal.CertificateExpired) : (record, default);
    }

    // One that nobody knows may be of the time between a backup and its restore.
    private async Task<CertificateRecord?> FindAsync(IdentityCertificate certificate, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (await certificates.FindAsync(certificate.Serial, cancellationToken) is { } known)
            return known;
        var now = time.GetUtcNow();
        var unknown = new CertificateRecord(
            certificate.Serial,
            certificate.Plane.PlaneId,
            Number: 0,
            certificate.PublicKeySha256,
            (certificate.NotBefore + CertificateAuthority.ClockSkew).ToUniversalTime(),
            certificate.NotAfter.ToUniversalTime());
        return unknown.ExpiresAt + grace <= now
            ? null
            : await certificates.AdoptAsync(unknown, Happenings.CertificateAdopted(unknown, now), cancellationToken);
    }
}
