namespace Pdp.Protocol.Frames;

/// <summary>agent → server, asks for the next certificate of this session's plane. One at a time.</summary>
/// <param name="RequestId">Echoed in <see cref="RenewedFrame"/>, or in the <c>about</c> of the error in its place.</param>
/// <param name="Csr">PEM of a certification request for a new key, see <see cref="Identity.AgentCertificateRequest"/>.</param>
public sealed record RenewFrame(string RequestId, string Csr) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
    [
        .. FieldRules.Text("requestId", RequestId, 1, ProtocolLimits.NameChars),
        .. FieldRules.Text("csr", Csr, 1, ProtocolLimits.CsrChars),
    ];
}
