using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.Testing;

/// <summary>
/// A certificate authority of a test's own (P-256, valid from yesterday for thirty days) that issues server and client certificates.
/// </summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly Oid _serverAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid _clientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority(string name = "Test CA")
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = TimeProvider.System.GetUtcNow();
        Certificate = request.CreateSelfSigned(now.AddDays(-2), now.AddDays(30));
    }

    /// <summary>The authority's own certificate, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The authority's certificate as PEM, without its key.</summary>
    public string CertificatePem => Certificate.ExportCertificatePem();

    /// <summary>A server certificate for the names given; for <c>localhost</c> and both loopback addresses when none is.</summary>
    /// <param name="names">DNS names or IP addresses.</param>
    public X509Certificate2 IssueServer(params string[] names) => Issue(
        $"CN={(names.Length > 0 ? names[0] : "localhost")}", _serverAuthentication, names.Length > 0 ? names : ["localhost", "127.0.0.1", "::1"]);

    /// <summary>A server certificate of another life span, for tests of expiry.</summary>
    public X509Certificate2 IssueServer(DateTimeOffset notBefore, DateTimeOffset notAfter) =>
        Issue("CN=localhost", _serverAuthentication, ["localhost", "127.0.0.1", "::1"], notBefore, notAfter);

    /// <summary>A client certificate, as the API server reads it: the common name is the user, organizations are its groups.</summary>
    public X509Certificate2 IssueClient(string commonName, params string[] organizations)
    {
        var subject = new X500DistinguishedNameBuilder();
        foreach (var organization in organizations) subject.AddOrganizationName(organization);
        subject.AddCommonName(commonName);
        return Issue(subject.Build(), _clientAuthentication, []);
    }

    /// <summary>The private key of an issued certificate as PKCS#8 PEM.</summary>
    public static string KeyPem(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey() ?? throw new ArgumentException("The certificate has no private key.", nameof(certificate));
        return key.ExportPkcs8PrivateKeyPem();
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Issue(string subject, Oid usage, string[] names, DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null) =>
        Issue(new X500DistinguishedName(subject), usage, names, notBefore, notAfter);

    private X509Certificate2 Issue(
        X500DistinguishedName subject, Oid usage, string[] names, DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([usage], critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (names.Length > 0) request.CertificateExtensions.Add(AlternativeNames(names));
        using var certificate = request.Create(
            Certificate,
            notBefore ?? new DateTimeOffset(Certificate.NotBefore),
            notAfter ?? new DateTimeOffset(Certificate.NotAfter),
            RandomNumberGenerator.GetBytes(16));
        using var withKey = certificate.CopyWithPrivateKey(key);
        // TLS on some platforms does not take an ephemeral key; a PKCS#12 round trip gives it one it takes.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private static X509Extension AlternativeNames(string[] names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) builder.AddIpAddress(address);
            else builder.AddDnsName(name);
        }
        return builder.Build();
    }
}
