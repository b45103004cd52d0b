using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.LocalCluster.Security;

/// <summary>The cluster's certificate authority, the server's certificate and the administrator's token; new with every start.</summary>
internal sealed class ClusterCredentials : Api.IClusterAuthority, IDisposable
{
    private static readonly string[] Names =
        ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"];

    private ClusterCredentials(X509Certificate2 server, string authorityPem, string adminToken)
    {
        Server = server;
        CertificatePem = authorityPem;
        AdminToken = adminToken;
    }

    public X509Certificate2 Server { get; }

    public string CertificatePem { get; }

    public string AdminToken { get; }

    public static ClusterCredentials Create(DateTimeOffset now)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=local-cluster-ca", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        authorityRequest.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        authorityRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, false));
        var (from, to) = (now.AddHours(-1), now.AddYears(1));
        using var authority = authorityRequest.CreateSelfSigned(from, to);
        var token = RandomNumberGenerator.GetHexString(48, lowercase: true);
        return new ClusterCredentials(ServerCertificate(authority, from, to), authority.ExportCertificatePem(), token);
    }

    public void Dispose() => Server.Dispose();

    private static X509Certificate2 ServerCertificate(X509Certificate2 authority, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in Names)
            names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        names.AddIpAddress(IPAddress.Parse("10.96.0.1"));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var certificate = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(16));
        using var withKey = certificate.CopyWithPrivateKey(key);
        // The key has to be one the TLS stack can use after this one is gone.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
