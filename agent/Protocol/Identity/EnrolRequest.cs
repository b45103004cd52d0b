namespace Pdp.Protocol.Identity;

/// <summary>The body of <c>POST /agent/v1/enrol</c>; the bootstrap token is in the <c>Authorization</c> header.</summary>
/// <param name="Csr">PEM of a certification request (PKCS#10), see <see cref="AgentCertificateRequest"/>.</param>
public sealed record EnrolRequest(string Csr)
{
    internal IEnumerable<FieldError> Errors() => FieldRules.Text("csr", Csr, 1, ProtocolLimits.CsrChars);
}
