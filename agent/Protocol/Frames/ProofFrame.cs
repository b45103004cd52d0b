namespace Pdp.Protocol.Frames;

/// <summary>agent → server, answers a <see cref="ChallengeFrame"/>.</summary>
/// <param name="Certificate">The agent's certificate, PEM.</param>
/// <param name="Signature">ES256 signature over the nonce, base64url.</param>
public sealed record ProofFrame(string Certificate, string Signature) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
    [
        .. FieldRules.Text("certificate", Certificate, 1, 16 * 1024),
        .. FieldRules.Text("signature", Signature, 1, ProtocolLimits.NameChars),
    ];
}
