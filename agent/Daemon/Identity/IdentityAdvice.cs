using Pdp.Protocol.Identity;

namespace Pdp.Daemon.Identity;

/// <summary>What a person is to do about a refusal: the same words in the log, in readiness and in the events.</summary>
internal static class IdentityAdvice
{
    /// <summary>What to do about a refused token.</summary>
    public static string OnToken(IdentityRefusal refusal, string planeId) => refusal switch
    {
        IdentityRefusal.WrongPlane => $"the control plane's token is not for plane {planeId}. {NewBundle(planeId)}",
        IdentityRefusal.BadCsr or IdentityRefusal.BadRequest =>
            "the control plane does not take this agent's request for a certificate: update the older of the two",
        _ => $"the bundle's token is used, expired or revoked. {NewBundle(planeId)}",
    };

    /// <summary>What to do about a refused certificate.</summary>
    public static string OnCertificate(IdentityRefusal refusal, string planeId) => refusal switch
    {
        IdentityRefusal.CertificateRevoked => $"this agent's certificate was revoked. {NewBundle(planeId)}",
        IdentityRefusal.CertificateExpired => $"this agent's certificate expired too long ago to be renewed. {NewBundle(planeId)}",
        IdentityRefusal.CertificateSuperseded =>
            $"plane {planeId} has a newer certificate than this agent: another agent has its place. If that is not meant to be: {NewBundle(planeId)}",
        IdentityRefusal.BadCsr or IdentityRefusal.BadRequest or IdentityRefusal.WrongPlane =>
            "the control plane does not take this agent's request for a certificate: update the older of the two",
        _ => $"the control plane does not know this agent's certificate. {NewBundle(planeId)}",
    };

    private static string NewBundle(string planeId) =>
        $"Ask your control plane for a new bundle (pdp-control planes renew {planeId}) and put it in the place of the old one; no restart is needed";
}
