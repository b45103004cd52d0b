using Pdp.Protocol.Identity;

namespace Pdp.Protocol.Frames;

/// <summary>server → agent, asks for a proof of the key where a load balancer ended TLS.</summary>
/// <param name="Nonce">32 random bytes, base64url; good once, for 30 s.</param>
public sealed record ChallengeFrame(string Nonce) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
        ProofOfKey.IsNonce(Nonce) ? [] : [new("nonce", "must be 32 bytes in base64url")];
}
