using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.Protocol.Bootstrap;

namespace Pdp.Protocol.Identity;

/// <summary>
/// An agent's certificate by its own form: whose it is, until when, and that it is for this use only. Whether to believe it (who
/// issued it, whether it is recorded and not revoked) is for the control plane to decide.
/// </summary>
public sealed class IdentityCertificate : IDisposable
{
    /// <summary>The extended key usage of an agent's certificate, the only one: TLS client authentication.</summary>
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private IdentityCertificate(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> issuers, PlaneUri plane)
    {
        (Leaf, Issuers, Plane) = (leaf, issuers, plane);
        PublicKeySha256 = Convert.ToHexStringLower(SHA256.HashData(leaf.PublicKey.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>The certificate itself, without its key.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>What came behind it in the chain.</summary>
    public IReadOnlyList<X509Certificate2> Issuers { get; }

    /// <summary>The plane it speaks for.</summary>
    public PlaneUri Plane { get; }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo, lower-case hex.</summary>
    public string PublicKeySha256 { get; }

    /// <summary>Serial number, upper-case hex.</summary>
    public string Serial => Leaf.SerialNumber;

    /// <summary>First moment it holds.</summary>
    public DateTimeOffset NotBefore => new(Leaf.NotBefore);

    /// <summary>Last moment it holds.</summary>
    public DateTimeOffset NotAfter => new(Leaf.NotAfter);

    /// <summary>Reads a chain in PEM, the agent's certificate first.</summary>
    /// <param name="pem">At most <see cref="ProtocolLimits.CertificateChars"/>, 1..<see cref="CaCertificates.Most"/> certificates.</param>
    /// <param name="certificate">The certificate, to be disposed of by the caller; null when refused.</param>
    /// <param name="problem">What it must be, without quoting it; empty on success.</param>
    public static bool TryRead(string pem, [NotNullWhen(true)] out IdentityCertificate? certificate, out string problem)
    {
        certificate = null;
        problem = $"must be 1..{CaCertificates.Most} PEM certificates, the agent's first";
        if (pem.Length > ProtocolLimits.CertificateChars || !CaCertificates.TryRead(pem, out var chain)) return false;
        problem = ProblemOf(chain[0], out var plane) ?? "";
        if (problem.Length == 0)
        {
            certificate = new IdentityCertificate(chain[0], [.. chain.Skip(1)], plane!);
            return true;
        }
        foreach (var each in chain) each.Dispose();
        return false;
    }

    /// <summary>Reads a certificate shown in TLS.</summary>
    /// <param name="shown">The certificate; it stays its owner's to dispose of.</param>
    /// <param name="certificate">A copy, to be disposed of by the caller; null when refused.</param>
    /// <param name="problem">What it must be, without quoting it; empty on success.</param>
    public static bool TryRead(X509Certificate2 shown, [NotNullWhen(true)] out IdentityCertificate? certificate, out string problem)
    {
        problem = ProblemOf(shown, out var plane) ?? "";
        certificate = problem.Length > 0
            ? null
            : new IdentityCertificate(X509CertificateLoader.LoadCertificate(shown.RawData), [], plane!);
        return certificate is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Plane}, serial {Serial}, until {NotAfter:u}";

    /// <inheritdoc/>
    public void Dispose()
    {
        Leaf.Dispose();
        foreach (var issuer in Issuers) issuer.Dispose();
    }

    private static string? ProblemOf(X509Certificate2 leaf, out PlaneUri? plane)
    {
        plane = null;
        try
        {
            if (!PlaneUri.TryRead(leaf, out plane)) return "must have exactly one alternative name, the URI of a plane";
            if (!PublicKeys.IsP256(leaf.PublicKey)) return "must be for a key on P-256";
            if (leaf.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority))
                return "must not be an authority's";
            if (leaf.Extensions.OfType<X509KeyUsageExtension>().Any(usage => usage.KeyUsages != X509KeyUsageFlags.DigitalSignature))
                return "must have the key usage digitalSignature and no other";
            var purposes = leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>()
                .SelectMany(usage => usage.EnhancedKeyUsages.Cast<Oid>()).Select(oid => oid.Value).ToList();
            return purposes is [ClientAuthentication] ? null : "must be for client authentication and nothing else";
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or NotSupportedException)
        {
            return "must have extensions that can be read";
        }
    }
}
