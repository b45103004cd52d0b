using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Trust;
using Pdp.Protocol.Identity;

namespace Pdp.ControlStub.Security;

/// <summary>The authority made at the first start: agents pin its certificate, and it issues the listeners' certificates and the agents'.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    /// <summary>Name of the certificate's file in the data directory; not secret.</summary>
    public const string CertificateFileName = "ca.crt";

    /// <summary>Name of its private key's file in the data directory.</summary>
    public const string KeyFileName = "ca.key";

    /// <summary>How long before it is issued a certificate begins to hold, for those whose clock is behind.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private const int SerialBytes = 16;

    private static readonly TimeSpan _ownLife = TimeSpan.FromDays(3650);
    private static readonly TimeSpan _serverLife = TimeSpan.FromDays(365);
    private static readonly Oid _serverAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid _clientAuthentication = new(IdentityCertificate.ClientAuthentication);

    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2 _public;
    private readonly TimeProvider _time;

    private CertificateAuthority(X509Certificate2 certificate, TimeProvider time)
    {
        _certificate = certificate;
        _public = X509CertificateLoader.LoadCertificate(certificate.RawDataMemory.Span);
        _time = time;
    }

    /// <summary>The authority's certificate, without its key.</summary>
    public X509Certificate2 Certificate => _public;

    /// <summary><see cref="Certificate"/> as PEM.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <summary>Reads the authority, or makes it at the first start.</summary>
    /// <param name="directory">Where its files are.</param>
    /// <param name="isFirstStart">Whether it may be made where neither file exists.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StoreException">A file is missing or cannot be used. A new one is never made in its place: agents pin it.</exception>
    public static CertificateAuthority Open(string directory, bool isFirstStart, TimeProvider time)
    {
        var certificate = Path.Combine(directory, CertificateFileName);
        var key = Path.Combine(directory, KeyFileName);
        try
        {
            if (isFirstStart && !File.Exists(certificate) && !File.Exists(key))
                Make(certificate, key, time);
            return new CertificateAuthority(X509Certificate2.CreateFromPemFile(certificate, key), time);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"{CertificateFileName} and {KeyFileName} in the data directory cannot be used: restore both, for agents pin them.", e);
        }
    }

    /// <summary>Names it: SHA-256 of its certificate, lower-case hex.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(_public.RawDataMemory.Span));

    /// <summary>Makes another authority, in files of its own.</summary>
    /// <returns>Its id and its certificate as PEM.</returns>
    public static (string Id, string Certificate) MakeNext(string directory, TimeProvider time)
    {
        var suffix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var (certificate, key) = Make($"CN=pdp-control authority {suffix}", time);
        using var read = X509Certificate2.CreateFromPem(certificate);
        var id = Convert.ToHexStringLower(SHA256.HashData(read.RawDataMemory.Span));
        PrivateFile.Write(Path.Combine(directory, KeyFile.AuthorityKey(id)), key);
        PrivateFile.Write(Path.Combine(directory, KeyFile.AuthorityCertificate(id)), certificate);
        return (id, certificate);
    }

    /// <summary>Reads one that <see cref="MakeNext"/> made.</summary>
    /// <exception cref="StoreException">A file is missing or cannot be used.</exception>
    public static CertificateAuthority Read(string directory, string id, TimeProvider time)
    {
        var (certificate, key) = (KeyFile.AuthorityCertificate(id), KeyFile.AuthorityKey(id));
        try
        {
            return new CertificateAuthority(X509Certificate2.CreateFromPemFile(Path.Combine(directory, certificate), Path.Combine(directory, key)), time);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{certificate} and {key} in the data directory cannot be used: restore both, for agents pin them.", e);
        }
    }

    /// <summary>A new certificate for a listener.</summary>
    /// <param name="names">DNS names and IP addresses it is reached by.</param>
    public X509Certificate2 IssueServer(IReadOnlyCollection<string> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=pdp-control", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }

        using var issued = Issue(request, alternatives, _serverAuthentication, _serverLife);
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>A new certificate for an agent.</summary>
    /// <param name="key">The agent's public key.</param>
    /// <param name="plane">Whose agent it is: the one name in the certificate.</param>
    /// <param name="life">How long it is good for; shorter where the authority itself ends before.</param>
    public X509Certificate2 IssueAgent(PublicKey key, PlaneUri plane, TimeSpan life)
    {
        var request = new CertificateRequest(new X500DistinguishedName("CN=pdp-agent"), key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddUri(new Uri(plane.ToString(), UriKind.Absolute));
        return Issue(request, alternatives, _clientAuthentication, life);
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _public.Dispose();
    }

    private X509Certificate2 Issue(CertificateRequest request, SubjectAlternativeNameBuilder names, Oid purpose, TimeSpan life)
    {
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([purpose], critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var now = _time.GetUtcNow();
        var last = new DateTimeOffset(_certificate.NotAfter);
        var end = now + life < last ? now + life : last;
        return request.Create(_certificate, now - ClockSkew, end, SerialNumber());
    }

    // Random, and positive as it is, so that it has the same length everywhere.
    private static byte[] SerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }

    private static void Make(string certificatePath, string keyPath, TimeProvider time)
    {
        var (certificate, key) = Make("CN=pdp-control authority", time);
        PrivateFile.Write(keyPath, key);
        File.WriteAllText(certificatePath, certificate);
    }

    private static (string Certificate, string Key) Make(string name, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now - ClockSkew, now + _ownLife);
        return (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem());
    }
}
