namespace Pdp.Protocol.Frames;

/// <summary>agent → server, answers a <see cref="ChallengeFrame"/>.</summary>
/// <param name="Certificate">The agent's certificate, PEM, whatever leads to the authority behind it.</param>
/// <param name="Signature">By its key over the nonce, see <see cref="Identity.ProofOfKey.SignChallenge"/>.</param>
public sealed record ProofFrame(string Certificate, string Signature) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
    [
        .. FieldRules.Text("certificate", Certificate, 1, ProtocolLimits.CertificateChars),
        .. FieldRules.Text("signature", Signature, 1, ProtocolLimits.NameChars),
    ];
}
