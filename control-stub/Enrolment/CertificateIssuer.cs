using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Identity;

namespace Pdp.ControlStub.Enrolment;

/// <summary>Makes certificates of agents. One counts only once its record is in the store.</summary>
internal sealed class CertificateIssuer(Authorities authorities, EnrolmentOptions options, TimeProvider time)
{
    /// <summary>The identity of a plane.</summary>
    public PlaneUri Identity(string plane) => PlaneUri.Of(options.TrustDomain, plane);

    /// <summary>Makes a certificate.</summary>
    /// <param name="request">Whose key it is for; what else the request says does not count.</param>
    /// <param name="plane">Whose certificate it is.</param>
    /// <param name="renewedFrom">Serial number of the one it was got with; null when it was a token.</param>
    /// <returns>PEM and the record.</returns>
    public (string Pem, CertificateRecord Record) Issue(AgentCertificateRequest request, string plane, string? renewedFrom = null)
    {
        using var certificate = authorities.Issuing.IssueAgent(request.PublicKey, Identity(plane), options.CertificateLifetime);
        var record = new CertificateRecord(
            certificate.SerialNumber, plane, Number: 0, request.PublicKeySha256, time.GetUtcNow(), new DateTimeOffset(certificate.NotAfter).ToUniversalTime(),
            RenewedFrom: renewedFrom);
        return (certificate.ExportCertificatePem() + "\n", record);
    }
}
