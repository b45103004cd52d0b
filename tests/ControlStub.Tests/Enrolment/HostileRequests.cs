using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.ControlStub.Tests.Enrolment;

/// <summary>Certification requests that no agent sends.</summary>
internal static class HostileRequests
{
    private static readonly X500DistinguishedName _name = new("CN=pdp-agent");

    /// <summary>One by what is wrong with it; anything with <c>://</c> is its alternative name.</summary>
    public static string Make(string what)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        var good = new CertificateRequest(_name, key, HashAlgorithmName.SHA256);
        return what switch
        {
            "P-384" => new CertificateRequest(_name, p384, HashAlgorithmName.SHA384).CreateSigningRequestPem(),
            "RSA" => new CertificateRequest(_name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem(),
            "a signature by another key" => SignedByAnother(key),
            "a certificate" => good.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1)).ExportCertificatePem(),
            "two requests" => good.CreateSigningRequestPem() + "\n" + good.CreateSigningRequestPem(),
            "no PEM" => "give me a certificate",
            "two URIs" => Named(key, "spiffe://pdp/plane/east", "spiffe://pdp/plane/west"),
            "a DNS name beside the URI" => Named(key, "spiffe://pdp/plane/east", "east.example"),
            _ => Named(key, what),
        };
    }

    /// <summary>An extension with the names as they are, whatever a URI class would make of them; without <c>://</c> a DNS name.</summary>
    public static X509Extension Names(params string[] names)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            foreach (var name in names)
                writer.WriteCharacterString(
                    UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, name.Contains("://", StringComparison.Ordinal) ? 6 : 2));
        return new X509Extension("2.5.29.17", writer.Encode(), critical: false);
    }

    private static string Named(ECDsa key, params string[] names)
    {
        var request = new CertificateRequest(_name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(Names(names));
        return request.CreateSigningRequestPem();
    }

    private static string SignedByAnother(ECDsa key)
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(_name, new PublicKey(key), HashAlgorithmName.SHA256);
        return PemEncoding.WriteString("CERTIFICATE REQUEST", request.CreateSigningRequest(X509SignatureGenerator.CreateForECDsa(other)));
    }
}
