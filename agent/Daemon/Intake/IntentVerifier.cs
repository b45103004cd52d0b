using Pdp.Core.Ports;
using Pdp.Daemon.Documents;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Intake;

/// <summary>Believes what a pinned key signed for this plane, and nothing else.</summary>
/// <param name="controlPlane">Whose keys are pinned, and for which plane. They may change; each document is judged by those of its moment.</param>
internal sealed class IntentVerifier(IControlPlane controlPlane) : IIntentVerifier
{
    private readonly GoodDocuments _good = new();

    /// <inheritdoc/>
    public Verification Verify(string jws)
    {
        var trust = controlPlane.Trust;
        if (_good.Has(trust, jws) && CompactJws.TryParse(jws, out var known, out _)) return DocumentCheck.Reread(jws, known.Payload);
        var verification = Judge(trust, jws);
        if (verification.IsGood) _good.Add(trust, jws);
        return verification;
    }

    private static Verification Judge(TrustAnchors trust, string jws) => trust.Keys.Verify(jws) switch
    {
        JwsVerification.Refused refused => new(null, [refused.Refusal.ToReason()], Hash: refused.PayloadHash),
        JwsVerification.Verified verified => DocumentCheck.Read(jws, verified.Payload, trust.PlaneId),
        _ => throw new InvalidOperationException("A JWS is verified or refused."),
    };
}
