using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Pdp.EndToEnd.Adversaries;

/// <summary>Somebody with a key, and perhaps a certificate for it.</summary>
/// <param name="Plane">The plane it is, or would like to be.</param>
/// <param name="Token">The bootstrap token it was given.</param>
/// <param name="Key">Its key.</param>
internal sealed record Holder(string Plane, string Token, ECDsa Key)
{
    /// <summary>Its certificate, PEM; empty before it has one.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>A certification request for a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="names">URIs it asks for.</param>
    public static string Csr(ECDsa key, params string[] names)
    {
        var request = new CertificateRequest("CN=agent", key, HashAlgorithmName.SHA256);
        if (names.Length > 0)
        {
            var builder = new SubjectAlternativeNameBuilder();
            foreach (var name in names) builder.AddUri(new Uri(name));
            request.CertificateExtensions.Add(builder.Build());
        }

        return request.CreateSigningRequestPem();
    }

    /// <summary>A certificate somebody made for himself.</summary>
    public static string SelfMade(ECDsa key, string name)
    {
        var request = new CertificateRequest("CN=agent", key, HashAlgorithmName.SHA256);
        var builder = new SubjectAlternativeNameBuilder();
        builder.AddUri(new Uri(name));
        request.CertificateExtensions.Add(builder.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
        return made.ExportCertificatePem();
    }

    /// <summary>Signs a challenge.</summary>
    public string Prove(string nonce) => Base64Url.EncodeToString(Key.SignData(Encoding.UTF8.GetBytes($"pdp.v1 proof\n{nonce}"), HashAlgorithmName.SHA256));

    /// <summary>Vouches for a request by this key.</summary>
    public string Vouch(string csr)
    {
        var fields = PemEncoding.Find(csr);
        var der = Convert.FromBase64String(csr[fields.Base64Data]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(der));
        return Base64Url.EncodeToString(Key.SignData(Encoding.UTF8.GetBytes($"pdp.v1 renew\n{hash}"), HashAlgorithmName.SHA256));
    }
}
