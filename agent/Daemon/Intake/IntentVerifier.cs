using Pdp.Core.Ports;
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
        JwsVerification.Verified verified => DocumentCheck.Read(jws, verified.Payload, plane),
        _ => throw new InvalidOperationException("A JWS is verified or refused."),
    };
}
