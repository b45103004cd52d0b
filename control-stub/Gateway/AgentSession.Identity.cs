using Pdp.ControlStub.Enrolment;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;

namespace Pdp.ControlStub.Gateway;

/// <content>What the session stands on: until when, and what follows it.</content>
internal sealed partial class AgentSession
{
    private volatile Credential _credential;

    /// <summary>What the session stands on now.</summary>
    public Credential Credential => _credential;

    /// <summary>Ends the session if it stands on a certificate that was revoked.</summary>
    /// <param name="last">The newest certificate that was revoked, by its number.</param>
    public void Revoke(long last)
    {
        if (_credential.Number <= last)
            End(SessionEnd.By(GoodbyeReason.Revoked));
    }

    private void EndIfExpired()
    {
        if (_context.Time.GetUtcNow() >= _credential.NotAfter)
            End(SessionEnd.By(GoodbyeReason.Expired));
    }

    private async Task RenewAsync(RenewFrame frame, CancellationToken stop)
    {
        switch (await _context.Renew(_credential, frame.Csr, stop))
        {
            case Issuance.Issued issued:
                // From here on it stands on this one, also if the answer is lost: the agent may have it.
                _credential = Credential.Of(issued.Record);
                await WriteAsync(new RenewedFrame(frame.RequestId, issued.Certificate), stop);
                break;
            case Issuance.Refused { Refusal: IdentityRefusal.CertificateRevoked }:
                End(SessionEnd.By(GoodbyeReason.Revoked));
                break;
            case Issuance.Refused refused:
                LogNotRenewed(Plane, Id, refused.Refusal.ToString());
                await WriteAsync(new ErrorFrame(Code(refused.Refusal), frame.RequestId), stop);
                break;
        }
    }

    private static ErrorCode Code(IdentityRefusal refusal) => refusal switch
    {
        IdentityRefusal.BadCsr => ErrorCode.BadCsr,
        IdentityRefusal.WrongPlane => ErrorCode.WrongPlane,
        _ => ErrorCode.RenewRefused,
    };
}
