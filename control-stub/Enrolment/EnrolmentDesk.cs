using Pdp.ControlStub.Events;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Identity;

namespace Pdp.ControlStub.Enrolment;

/// <summary>Gives an agent its first certificate, for a bootstrap token.</summary>
internal sealed class EnrolmentDesk(
    Tokens tokens, ICertificateStore certificates, CertificateIssuer issuer, RefusalBook refusals, EnrolmentOptions options, TimeProvider time)
{
    /// <summary>Enrols the plane that the token is bound to; nothing in the request can choose another.</summary>
    /// <param name="bearer">The token; null when there was none.</param>
    /// <param name="request">What the agent asks for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Issuance> EnrolAsync(string? bearer, EnrolRequest request, CancellationToken cancellationToken)
    {
        var token = bearer is null ? null : await tokens.FindAsync(bearer, cancellationToken);
        if (token is not { Use: TokenUse.Bootstrap, Plane: { } plane })
            return await refusals.RefuseStrangerAsync(EventTypes.EnrolmentRefused, IdentityRefusal.TokenRefused, IssueRefusal.Unknown);
        if (refusals.Pace(plane) is { } later)
            return later;
        if (!AgentCertificateRequest.TryRead(request.Csr, out var csr, out var wrong))
            return await refusals.RefuseAsync(EventTypes.EnrolmentRefused, plane, wrong, wrong);
        if (csr.Plane is { } named && named != issuer.Identity(plane))
            return await refusals.RefuseAsync(EventTypes.EnrolmentRefused, plane, IdentityRefusal.WrongPlane, IdentityRefusal.WrongPlane);

        var now = time.GetUtcNow();
        var (pem, record) = issuer.Issue(csr, plane);
        var result = await certificates.EnrolAsync(
            token.Id, now + options.BootstrapTokenLifetime, record, Happenings.Enrolled(record, now), cancellationToken);
        return result.Refusal is { } refusal
            ? await refusals.RefuseAsync(EventTypes.EnrolmentRefused, plane, IdentityRefusal.TokenRefused, refusal)
            : new Issuance.Issued(pem, record with { Number = result.Number });
    }
}
