using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.Protocol.Identity;

namespace Pdp.Protocol.Tests.Identity;

/// <summary>Issues certificates, right ones and others.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset _epoch = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _certificate = request.CreateSelfSigned(_epoch.AddDays(-1), _epoch.AddDays(100));
    }

    public static X509Extension Names(Action<SubjectAlternativeNameBuilder> add)
    {
        var names = new SubjectAlternativeNameBuilder();
        add(names);
        return names.Build();
    }

    public static X509Extension Uri(string uri) => Names(names => names.AddUri(new Uri(uri)));

    public static X509Extension Purposes(params string[] oids)
    {
        var list = new OidCollection();
        foreach (var oid in oids) list.Add(new Oid(oid));
        return new X509EnhancedKeyUsageExtension(list, critical: false);
    }

    /// <summary>PEM of a certificate with these extensions and no others.</summary>
    public string Issue(AsymmetricAlgorithm key, params X509Extension[] extensions)
    {
        var request = key is ECDsa curve
            ? new CertificateRequest("CN=agent", curve, HashAlgorithmName.SHA256)
            : new CertificateRequest("CN=agent", (RSA)key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        foreach (var extension in extensions) request.CertificateExtensions.Add(extension);
        using var issued = request.Create(
            _certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), _epoch, _epoch.AddDays(1), [1, 2, 3, 4]);
        return issued.ExportCertificatePem();
    }

    /// <summary>PEM of a certificate as the contract has it.</summary>
    public string Issue(ECDsa key, string plane) => Issue(key,
        Uri($"spiffe://pdp/plane/{plane}"), Purposes(IdentityCertificate.ClientAuthentication),
        new X509BasicConstraintsExtension(false, false, 0, true), new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
