using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.Protocol.Identity;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Identity.Stage;

/// <summary>Certificates as the contract has them.</summary>
internal static class Issuing
{
    public static string Issue(this TestAuthority authority, PublicKey key, string plane, DateTimeOffset now, TimeSpan lifetime)
    {
        var request = new CertificateRequest(new X500DistinguishedName("CN=agent"), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(PlaneUri.Of("pdp", plane).ToString()));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(IdentityCertificate.ClientAuthentication)], false));
        using var issued = request.Create(authority.Certificate, now.AddMinutes(-5), now + lifetime, RandomNumberGenerator.GetBytes(16));
        return issued.ExportCertificatePem();
    }
}
