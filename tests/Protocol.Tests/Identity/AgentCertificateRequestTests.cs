using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;

namespace Pdp.Protocol.Tests.Identity;

public sealed class AgentCertificateRequestTests : IDisposable
{
    private static readonly PlaneUri _plane = PlaneUri.Of("pdp", "eu-1");

    private readonly SigningKey _key = SigningKey.Generate();

    [Fact]
    public void A_request_carries_the_key_and_the_plane_it_asks_for()
    {
        Assert.True(AgentCertificateRequest.TryRead(AgentCertificateRequest.Create(_key, _plane), out var named, out _));
        Assert.True(AgentCertificateRequest.TryRead(AgentCertificateRequest.Create(_key, null), out var unnamed, out _));

        Assert.Equal(_plane, named.Plane);
        Assert.Null(unnamed.Plane);
        Assert.Equal(named.PublicKeySha256, unnamed.PublicKeySha256);
    }

    [Fact]
    public void The_private_key_is_not_in_it()
    {
        var secret = _key.ToPem().Split('\n')[1];
        Assert.DoesNotContain(secret, AgentCertificateRequest.Create(_key, _plane), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_names_or_one_that_is_no_planes_are_refused_and_not_ignored()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var names in new[]
        {
            TestAuthority.Uri("spiffe://pdp:1/plane/eu-1"),
            TestAuthority.Names(n => n.AddDnsName("eu-1")),
            TestAuthority.Names(n => { n.AddUri(new Uri("spiffe://pdp/plane/eu-1")); n.AddUri(new Uri("spiffe://pdp/plane/eu-2")); }),
        })
        {
            var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(names);

            Assert.False(AgentCertificateRequest.TryRead(request.CreateSigningRequestPem(), out _, out var refusal));
            Assert.Equal(IdentityRefusal.WrongPlane, refusal);
        }
    }

    [Fact]
    public void Keys_of_another_kind_are_refused()
    {
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var koblitz = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));
        using var rsa = RSA.Create(2048);
        foreach (var request in new[]
        {
            new CertificateRequest("CN=x", larger, HashAlgorithmName.SHA256),
            new CertificateRequest("CN=x", koblitz, HashAlgorithmName.SHA256),
            new CertificateRequest("CN=x", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        })
        {
            Assert.False(AgentCertificateRequest.TryRead(request.CreateSigningRequestPem(), out _, out var refusal));
            Assert.Equal(IdentityRefusal.BadCsr, refusal);
        }
    }

    [Fact]
    public void A_request_that_another_key_signed_is_refused()
    {
        using var victim = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(
            new X500DistinguishedName("CN=x"), new PublicKey(victim), HashAlgorithmName.SHA256);

        var pem = request.CreateSigningRequestPem(X509SignatureGenerator.CreateForECDsa(thief));

        Assert.False(AgentCertificateRequest.TryRead(pem, out _, out var refusal));
        Assert.Equal(IdentityRefusal.BadCsr, refusal);
    }

    [Fact]
    public void Any_damage_is_refused_and_never_an_exception()
    {
        var pem = AgentCertificateRequest.Create(_key, _plane);
        var der = Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
        var many = Config.QuickThrowOnFailure.WithMaxTest(3000);
        Check.One(many, Prop.ForAll(Gen.Choose(0, der.Length - 1).ToArbitrary(), Gen.Choose(1, 255).ToArbitrary(), (at, change) =>
        {
            var damaged = (byte[])der.Clone();
            damaged[at] ^= (byte)change;
            return !AgentCertificateRequest.TryRead(PemEncoding.WriteString("CERTIFICATE REQUEST", damaged), out _, out _);
        }));
    }

    [Fact]
    public void A_text_that_two_readers_could_read_differently_is_refused()
    {
        var (one, other) = (AgentCertificateRequest.Create(_key, null), AgentCertificateRequest.Create(SigningKey.Generate(), null));

        Assert.All(
            [one + "\n" + other, one.Replace("CERTIFICATE REQUEST", "NOTE", StringComparison.Ordinal) + "\n" + other, "x" + one, one + "x", "", new string('x', 5000)],
            text => Assert.False(AgentCertificateRequest.TryRead(text, out _, out _)));
    }

    public void Dispose() => _key.Dispose();
}
