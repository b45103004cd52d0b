using Pdp.ControlStub.Problems;
using Pdp.Protocol.Identity;

namespace Pdp.ControlStub.Enrolment;

/// <summary>Words what an agent is told when it gets no certificate, or when its certificate opens nothing.</summary>
internal static class IdentityProblems
{
    private const string NewBundle = "Ask your control plane for a new bundle: pdp-control planes renew PLANE.";

    /// <summary>The problem.</summary>
    public static Problem Of(IdentityRefusal refusal, TimeSpan? retryAfter = null) => new(
        IdentityProblem.Status(refusal), IdentityProblem.Kind(refusal), "No certificate", Detail(refusal), RetryAfter: retryAfter);

    /// <summary>The problem of a certificate that does not open the channel.</summary>
    public static Problem OnTheChannel(IdentityRefusal refusal) => Of(refusal) with
    {
        Title = "The certificate is not accepted",
        Detail = refusal == IdentityRefusal.CertificateExpired ? $"It expired. Renew it: POST /agent/v1/renew. {NewBundle}" : Detail(refusal),
    };

    /// <summary>The problem of a dial with a bootstrap token and without a certificate.</summary>
    public static Problem TokenOnTheChannel() => Of(IdentityRefusal.TokenRefused) with
    {
        Detail = "A token opens no channel: enrol with it (POST /agent/v1/enrol) and show the certificate. An agent that does not is too old; update it.",
    };

    private static string Detail(IdentityRefusal refusal) => refusal switch
    {
        IdentityRefusal.BadRequest => "The body is not what the protocol's documentation shows.",
        IdentityRefusal.BadCsr => "Send one PEM block with a certification request (PKCS#10) for a key on P-256, signed by that key.",
        IdentityRefusal.WrongPlane => "The certification request names another plane. Name the token's or certificate's own, or none.",
        IdentityRefusal.TokenRefused => $"The token is not known, was used by another key, expired or was revoked. {NewBundle}",
        IdentityRefusal.CertificateRevoked => $"The certificate was revoked. {NewBundle}",
        IdentityRefusal.CertificateExpired => $"The certificate expired too long ago. {NewBundle}",
        IdentityRefusal.CertificateSuperseded => $"The plane has a newer certificate. {NewBundle}",
        IdentityRefusal.Busy => "There were too many attempts.",
        _ => $"It is none of this control plane's, or its key did not sign. {NewBundle}",
    };
}
