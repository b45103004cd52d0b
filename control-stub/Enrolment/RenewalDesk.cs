using Pdp.ControlStub.Events;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Identity;

namespace Pdp.ControlStub.Enrolment;

/// <summary>Gives an agent its next certificate, for the identity it has proved and for no other.</summary>
internal sealed class RenewalDesk(
    AgentCertificates presented, ICertificateStore certificates, CertificateIssuer issuer, RefusalBook refusals, EnrolmentOptions options,
    TimeProvider time)
{
    /// <summary>Renews on a session.</summary>
    /// <param name="plane">The session's plane.</param>
    /// <param name="serial">Serial number of the certificate the session stands on.</param>
    /// <param name="csr">PEM of the certification request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Issuance> RenewAsync(string plane, string serial, string csr, CancellationToken cancellationToken)
    {
        if (refusals.Pace(plane) is { } later)
            return later;
        return AgentCertificateRequest.TryRead(csr, out var request, out var wrong)
            ? await IssueAsync(plane, serial, request, fromNewest: false, cancellationToken)
            : await refusals.RefuseAsync(EventTypes.RenewalRefused, plane, wrong, wrong);
    }

    /// <summary>Renews for an agent that was away until its certificate expired, and so has no session.</summary>
    public async Task<Issuance> RenewAsync(ExpiredRenewal asked, CancellationToken cancellationToken)
    {
        if (!IdentityCertificate.TryRead(asked.Certificate, out var certificate, out _))
            return await refusals.RefuseStrangerAsync(EventTypes.RenewalRefused, IdentityRefusal.CertificateRefused, IssueRefusal.Unknown);
        using (certificate)
        {
            if (!AgentCertificateRequest.TryRead(asked.Csr, out var request, out var wrong))
                return await refusals.RefuseStrangerAsync(EventTypes.RenewalRefused, wrong, wrong);
            // Until the old key has signed for the new one, the sender may be anybody.
            if (!presented.IsIssuedHere(certificate) || !ProofOfKey.VouchesFor(certificate.Leaf, request, asked.Signature))
                return await refusals.RefuseStrangerAsync(EventTypes.RenewalRefused, IdentityRefusal.CertificateRefused, IssueRefusal.Unknown);
            var plane = certificate.Plane.PlaneId;
            if (refusals.Pace(plane) is { } later)
                return later;
            var (record, refusal) = await presented.CheckAsync(certificate, options.RenewExpired, cancellationToken);
            return record is null
                ? await refusals.RefuseAsync(EventTypes.RenewalRefused, plane, refusal, refusal)
                : await IssueAsync(plane, record.Serial, request, fromNewest: true, cancellationToken);
        }
    }

    private async Task<Issuance> IssueAsync(
        string plane, string serial, AgentCertificateRequest request, bool fromNewest, CancellationToken cancellationToken)
    {
        if (request.Plane is { } named && named != issuer.Identity(plane))
            return await refusals.RefuseAsync(EventTypes.RenewalRefused, plane, IdentityRefusal.WrongPlane, IdentityRefusal.WrongPlane);
        var (pem, record) = issuer.Issue(request, plane, serial);
        var result = await certificates.RenewAsync(record, fromNewest, Happenings.Renewed(record, time.GetUtcNow()), cancellationToken);
        return result.Refusal is { } refusal
            ? await refusals.RefuseAsync(EventTypes.RenewalRefused, plane, Told(refusal), refusal)
            : new Issuance.Issued(pem, record with { Number = result.Number });
    }

    private static IdentityRefusal Told(IssueRefusal refusal) => refusal switch
    {
        IssueRefusal.Revoked => IdentityRefusal.CertificateRevoked,
        IssueRefusal.Superseded => IdentityRefusal.CertificateSuperseded,
        _ => IdentityRefusal.CertificateRefused,
    };
}
