namespace Pdp.Protocol.Frames;

/// <summary>server → agent, asks for a proof of the key where a load balancer ended TLS.</summary>
/// <param name="Nonce">Random bytes, base64url.</param>
public sealed record ChallengeFrame(string Nonce) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() => FieldRules.Text("nonce", Nonce, 22, ProtocolLimits.NameChars);
}
