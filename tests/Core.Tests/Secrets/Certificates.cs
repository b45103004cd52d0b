using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pdp.Core.Secrets;

namespace Pdp.Core.Tests.Secrets;

/// <summary>An authority and a server's certificate of it.</summary>
internal sealed class Certificates
{
    public static readonly DateTimeOffset Ends = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _server;

    public Certificates(bool isEc = true)
    {
        using var signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=authority", signer, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var begins = Ends.AddYears(-10);
        using var signing = authority.CreateSelfSigned(begins, Ends.AddYears(1));
        _authority = X509CertificateLoader.LoadCertificate(signing.RawData);
        Key = isEc ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);
        var request = Key is RSA rsa
            ? new CertificateRequest("CN=server", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=server", (ECDsa)Key, HashAlgorithmName.SHA256);
        var bare = request.Create(_authority.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), begins, Ends, [1, 2, 3]);
        _server = Key is RSA own ? bare.CopyWithPrivateKey(own) : bare.CopyWithPrivateKey((ECDsa)Key);
    }

    public AsymmetricAlgorithm Key { get; }

    public string Server => _server.ExportCertificatePem();

    public string Authority => _authority.ExportCertificatePem();

    public string KeyPem => Key.ExportPkcs8PrivateKeyPem();

    /// <summary>The key as OpenSSL's older commands write it.</summary>
    public string TraditionalKeyPem => Key is RSA rsa ? rsa.ExportRSAPrivateKeyPem() : ((ECDsa)Key).ExportECPrivateKeyPem();

    public string EncryptedKeyPem =>
        Key.ExportEncryptedPkcs8PrivateKeyPem("password", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));

    public byte[] Pkcs12(string? password = null) => new X509Certificate2Collection { _authority, _server }.Export(X509ContentType.Pkcs12, password)!;

    public static SecretValue Secret(string text) => new(Encoding.UTF8.GetBytes(text));
}
