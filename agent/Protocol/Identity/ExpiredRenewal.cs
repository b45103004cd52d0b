namespace Pdp.Protocol.Identity;

/// <summary>
/// The body of <c>POST /agent/v1/renew</c>: an agent that was away until its certificate expired, and so cannot renew it on a session.
/// </summary>
/// <param name="Certificate">PEM of the newest certificate it holds.</param>
/// <param name="Csr">PEM of a certification request for a new key.</param>
/// <param name="Signature">By the certificate's key, see <see cref="ProofOfKey.SignRenewal"/>.</param>
public sealed record ExpiredRenewal(string Certificate, string Csr, string Signature)
{
    internal IEnumerable<FieldError> Errors() =>
    [
        .. FieldRules.Text("certificate", Certificate, 1, ProtocolLimits.CertificateChars),
        .. FieldRules.Text("csr", Csr, 1, ProtocolLimits.CsrChars),
        .. FieldRules.Text("signature", Signature, 1, ProtocolLimits.NameChars),
    ];
}
