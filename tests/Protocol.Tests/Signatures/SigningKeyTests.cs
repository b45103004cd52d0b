using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Protocol.Signatures;

namespace Pdp.Protocol.Tests.Signatures;

public sealed class SigningKeyTests
{
    // The key of RFC 7515, appendix A.3.
    private static readonly JsonWebKey _rfc = new(
        "EC", "P-256", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", "A3");

    [Fact]
    public void The_signature_of_RFC_7515_A3_verifies()
    {
        const string input = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        const string signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        using var key = _rfc.ToKey();

        Assert.True(StrictBase64Url.TryDecode(signature, out var bytes));
        Assert.True(key.VerifyData(System.Text.Encoding.ASCII.GetBytes(input), bytes, HashAlgorithmName.SHA256));
    }

    [Fact]
    public void A_thumbprint_is_over_the_required_members_only()
    {
        // The value that RFC 7638's recipe gives for this key; name, algorithm and use are no part of it.
        Assert.Equal("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", _rfc.Thumbprint);
        Assert.Equal(_rfc.Thumbprint, (_rfc with { Kid = "other", Alg = "ES256", Use = "sig" }).Thumbprint);
    }

    [Fact]
    public void A_key_comes_back_from_its_file()
    {
        using var key = SigningKey.Generate();
        using var read = SigningKey.FromPem(key.ToPem());

        Assert.Equal(key.PublicKey, read.PublicKey);
        Assert.IsType<JwsVerification.Verified>(new IntentKeyRing([key.PublicKey]).Verify(new IntentSigner(read).Sign("{}"u8)));
        Assert.DoesNotContain("PRIVATE", $"{key}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_private_P256_key_is_refused_without_quoting_it()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var pem in new[] { "", "c4n4ry", p384.ExportPkcs8PrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem(), p256.ExportSubjectPublicKeyInfoPem() })
        {
            var error = Assert.Throws<ArgumentException>(() => SigningKey.FromPem(pem));
            Assert.StartsWith("must be the PEM (PKCS#8) of one private key on P-256", error.Message, StringComparison.Ordinal);
            Assert.Null(error.InnerException);
        }
    }

    [Fact]
    public void Any_document_within_the_limit_comes_back_as_signed()
    {
        using var key = SigningKey.Generate();
        var signer = new IntentSigner(key);
        var ring = new IntentKeyRing([key.PublicKey]);

        Prop.ForAll(ArbMap.Default.GeneratorFor<byte[]>().Where(bytes => bytes.Length > 0).ToArbitrary(), bytes =>
            ring.Verify(signer.Sign(bytes)) is JwsVerification.Verified verified && verified.Payload.Span.SequenceEqual(bytes)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_largest_document_can_be_signed_and_fits_a_frame_and_one_byte_more_cannot()
    {
        using var key = SigningKey.Generate();
        var jws = new IntentSigner(key).Sign(new byte[ProtocolLimits.IntentBytes]);

        Assert.IsType<JwsVerification.Verified>(new IntentKeyRing([key.PublicKey]).Verify(jws));
        Assert.True(Protocol.Frames.FrameCodec.Write(new Protocol.Frames.IntentFrame(jws)).Length < ProtocolLimits.FrameBytes);
        Assert.Throws<ArgumentException>(() => new IntentSigner(key).Sign(new byte[ProtocolLimits.IntentBytes + 1]));
        Assert.Throws<ArgumentException>(() => new IntentSigner(key).Sign([]));
    }

    [Fact]
    public void Base64url_has_one_text_for_some_bytes() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        StrictBase64Url.TryDecode(StrictBase64Url.Encode(bytes), out var back) && back.AsSpan().SequenceEqual(bytes)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("A")]
    [InlineData("AB")]
    [InlineData("AAB")]
    [InlineData("AA==")]
    [InlineData("AA AA")]
    [InlineData("AA+A")]
    public void Base64url_takes_no_other_text(string text) => Assert.False(StrictBase64Url.TryDecode(text, out _));
}
