using Pdp.Core.Intents;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Intake;

/// <summary>Believes what a pinned key signed for this plane, and nothing else.</summary>
/// <param name="keys">The pinned keys.</param>
/// <param name="plane">This plane's id.</param>
internal sealed class IntentVerifier(IntentKeyRing keys, string plane) : IIntentVerifier
{
    /// <inheritdoc/>
    public Verification Verify(string jws) => keys.Verify(jws) switch
    {
        JwsVerification.Refused refused => new(null, [refused.Refusal.ToReason()], Hash: refused.PayloadHash),
        JwsVerification.Verified verified => Read(jws, verified.Payload),
        _ => throw new InvalidOperationException("A JWS is verified or refused."),
    };

    private Verification Read(string jws, ReadOnlyMemory<byte> payload)
    {
        var hash = IntentDigest.OfPayload(payload.Span);
        var claim = DocumentClaim.Of(payload);
        var reading = IntentReader.Read(payload.Span);
        RefusalReason[] reasons =
        [
            .. reading.Reasons,
            .. reading.Intent is { } intent ? IntentRules.Check(intent) : [],
            .. claim.Plane is { } other && other != plane
                ? [new RefusalReason(FailureReason.WrongPlane, "metadata.plane", $"must be {plane}, the plane of this agent")]
                : Array.Empty<RefusalReason>(),
        ];
        var verified = reading.Intent is not null && reasons.Length == 0
            ? new VerifiedIntent(jws, new IntentStamp(claim.Id, claim.Generation, hash), reading.Intent)
            : null;
        return new Verification(verified, reasons, claim.Id, claim.Generation, hash);
    }
}
