using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Protocol.Identity;

namespace Pdp.Protocol.Tests.Identity;

public sealed class IdentityCertificateTests : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private static readonly X509Extension _plane = TestAuthority.Uri("spiffe://pdp/plane/eu-1");
    private static readonly X509Extension _purpose = TestAuthority.Purposes(IdentityCertificate.ClientAuthentication);

    private static readonly (string Name, X509Extension[] Extensions)[] _wrong =
    [
        ("no alternative name", [_purpose]),
        ("a DNS name", [TestAuthority.Names(n => n.AddDnsName("eu-1")), _purpose]),
        ("two URIs", [TestAuthority.Names(n => { n.AddUri(new Uri("spiffe://pdp/plane/eu-1")); n.AddUri(new Uri("spiffe://pdp/plane/eu-2")); }), _purpose]),
        ("the same URI twice", [TestAuthority.Names(n => { n.AddUri(new Uri("spiffe://pdp/plane/eu-1")); n.AddUri(new Uri("spiffe://pdp/plane/eu-1")); }), _purpose]),
        ("a DNS name beside the URI", [TestAuthority.Names(n => { n.AddDnsName("eu-2"); n.AddUri(new Uri("spiffe://pdp/plane/eu-1")); }), _purpose]),
        ("an address beside the URI", [TestAuthority.Names(n => { n.AddUri(new Uri("spiffe://pdp/plane/eu-1")); n.AddIpAddress(IPAddress.Loopback); }), _purpose]),
        ("another path", [TestAuthority.Uri("spiffe://pdp/user/eu-1"), _purpose]),
        ("a port", [TestAuthority.Uri("spiffe://pdp:1/plane/eu-1"), _purpose]),
        ("a query", [TestAuthority.Uri("spiffe://pdp/plane/eu-1?plane=eu-2"), _purpose]),
        ("names that are no ASN.1", [new X509Extension("2.5.29.17", [1, 2, 3], false), _purpose]),
        ("bytes behind the names", [new X509Extension("2.5.29.17", [.. _plane.RawData, 5, 0], false), _purpose]),
        ("no purpose", [_plane]),
        ("a server's purpose", [_plane, TestAuthority.Purposes(ServerAuthentication)]),
        ("both purposes", [_plane, TestAuthority.Purposes(IdentityCertificate.ClientAuthentication, ServerAuthentication)]),
        ("any purpose", [_plane, TestAuthority.Purposes("2.5.29.37.0")]),
        ("an authority", [_plane, _purpose, new X509BasicConstraintsExtension(true, false, 0, true)]),
        ("signs certificates", [_plane, _purpose, new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true)]),
        ("signs more than it should", [_plane, _purpose, new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign, true)]),
    ];

    private readonly TestAuthority _authority = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static TheoryData<int> Wrong => [.. Enumerable.Range(0, _wrong.Length)];

    [Fact]
    public void A_certificate_says_whose_it_is_and_until_when()
    {
        Assert.True(IdentityCertificate.TryRead(_authority.Issue(_key, "eu-1"), out var read, out var problem), problem);
        using var certificate = read;

        Assert.Equal("spiffe://pdp/plane/eu-1", certificate.Plane.ToString());
        Assert.Equal("01020304", certificate.Serial);
        Assert.Equal(TimeSpan.FromDays(1), certificate.NotAfter - certificate.NotBefore);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo())), certificate.PublicKeySha256);
        Assert.False(certificate.Leaf.HasPrivateKey);
    }

    [Fact]
    public void A_chain_is_read_with_the_agents_certificate_first()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(IdentityCertificate.TryRead(_authority.Issue(_key, "eu-1") + "\n" + _authority.Issue(other, "eu-2"), out var read, out _));
        using var certificate = read;

        Assert.Equal("eu-1", certificate.Plane.PlaneId);
        Assert.Single(certificate.Issuers);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_certificate_of_another_form_is_no_identity(int index)
    {
        var (name, extensions) = _wrong[index];
        var pem = _authority.Issue(_key, extensions);
        using var shown = X509Certificate2.CreateFromPem(pem);

        Assert.False(IdentityCertificate.TryRead(pem, out _, out var problem), name);
        Assert.False(IdentityCertificate.TryRead(shown, out _, out _), name);
        Assert.StartsWith("must ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("eu-", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_another_kind_are_no_identity()
    {
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var koblitz = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));
        using var rsa = RSA.Create(2048);

        Assert.All(new AsymmetricAlgorithm[] { larger, koblitz, rsa }, key =>
            Assert.False(IdentityCertificate.TryRead(_authority.Issue(key, _plane, _purpose), out _, out _)));
    }

    [Fact]
    public void Any_damage_is_a_result_and_never_an_exception()
    {
        var pem = _authority.Issue(_key, "eu-1");
        var der = Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(
            Gen.Choose(0, der.Length - 1).ToArbitrary(), Gen.Choose(1, 255).ToArbitrary(), (at, change) =>
            {
                var damaged = (byte[])der.Clone();
                damaged[at] ^= (byte)change;
                if (!IdentityCertificate.TryRead(PemEncoding.WriteString("CERTIFICATE", damaged), out var read, out var problem))
                    return problem.Length > 0;
                using (read) return !ProofOfKey.AnswersChallenge(read.Leaf, ProofOfKey.NewNonce(), new string('A', 86));
            }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public void What_is_no_certificate_is_no_identity(string pem) => Assert.False(IdentityCertificate.TryRead(pem, out _, out _));

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }
}
