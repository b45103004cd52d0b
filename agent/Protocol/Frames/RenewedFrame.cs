namespace Pdp.Protocol.Frames;

/// <summary>server → agent, the next certificate. The session goes on and lasts as long as that does.</summary>
/// <param name="RequestId">That of the <see cref="RenewFrame"/>.</param>
/// <param name="Certificate">PEM, the agent's certificate first.</param>
public sealed record RenewedFrame(string RequestId, string Certificate) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
    [
        .. FieldRules.Text("requestId", RequestId, 1, ProtocolLimits.NameChars),
        .. FieldRules.Text("certificate", Certificate, 1, ProtocolLimits.CertificateChars),
    ];
}
