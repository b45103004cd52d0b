namespace Pdp.Protocol.Identity;

/// <summary>The answer (201) to an enrolment or the renewal of an expired certificate.</summary>
/// <param name="Certificate">PEM, the agent's certificate first, then whatever leads to the authority.</param>
public sealed record IssuedCertificate(string Certificate)
{
    internal IEnumerable<FieldError> Errors() => FieldRules.Text("certificate", Certificate, 1, ProtocolLimits.CertificateChars);
}
