using System.Security.Cryptography;
using System.Text;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;

namespace Pdp.Protocol.Tests.Signatures;

/// <summary>What somebody without the key may send, and how it is refused.</summary>
public sealed class HostileJwsTests
{
    private static readonly SigningKey _key = SigningKey.Generate();
    private static readonly SigningKey _stranger = SigningKey.Generate();
    private static readonly IntentKeyRing _ring = new([_key.PublicKey]);
    private static readonly byte[] _document = """{"apiVersion":"pdp.dev/v1"}"""u8.ToArray();
    private static readonly string _kid = _key.PublicKey.Kid;

    private static readonly (string Name, string Jws, JwsRefusal Refusal)[] _hostile =
    [
        ("empty", "", JwsRefusal.Malformed),
        ("one part", "abc", JwsRefusal.Malformed),
        ("two parts", "YWJj.YWJj", JwsRefusal.Malformed),
        ("four parts", $"{Good()}.YWJj", JwsRefusal.Malformed),
        ("five parts, as an encrypted one has", "a.b.c.d.e", JwsRefusal.Malformed),
        ("header is no base64url", $"!{Good()}", JwsRefusal.Malformed),
        ("header is no JSON", Signed("not json"), JwsRefusal.Malformed),
        ("header is a list", Signed("[]"), JwsRefusal.Malformed),
        ("header names alg twice", Signed($$"""{"alg":"none","alg":"ES256","kid":"{{_kid}}","typ":"pdp-intent+jws"}"""), JwsRefusal.Malformed),
        ("header without alg", Signed($$"""{"kid":"{{_kid}}","typ":"pdp-intent+jws"}"""), JwsRefusal.Malformed),
        ("header without kid", Signed("""{"alg":"ES256","typ":"pdp-intent+jws"}"""), JwsRefusal.Malformed),
        ("header without typ", Signed($$"""{"alg":"ES256","kid":"{{_kid}}"}"""), JwsRefusal.Malformed),
        ("kid is a number", Signed("""{"alg":"ES256","kid":1,"typ":"pdp-intent+jws"}"""), JwsRefusal.Malformed),
        ("header too deep", Signed($$"""{"alg":"ES256","kid":"{{_kid}}","typ":"pdp-intent+jws","x":[[[[[[]]]]]]}"""), JwsRefusal.Malformed),
        ("padding", Good().Replace(".", "=.", StringComparison.Ordinal), JwsRefusal.Malformed),
        ("white space", Good().Replace(".", ".\n", StringComparison.Ordinal), JwsRefusal.Malformed),
        ("trailing white space", Good() + " ", JwsRefusal.Malformed),
        ("standard base64 alphabet", Good() + "+/", JwsRefusal.Malformed),
        ("stray trailing bits in the signature", StrayBits(Good()), JwsRefusal.Malformed),
        ("not ASCII", Good() + "é", JwsRefusal.Malformed),
        ("header over its limit", Signed($$"""{"alg":"ES256","kid":"{{_kid}}","typ":"pdp-intent+jws","x":"{{new string('x', 5000)}}"}"""), JwsRefusal.TooLarge),
        ("document over its limit", Signed(Header(), new byte[ProtocolLimits.IntentBytes + 1]), JwsRefusal.TooLarge),
        ("longer than any can be", new string('a', ProtocolLimits.JwsChars + 1), JwsRefusal.TooLarge),
        ("alg none, no signature", $"{Encode(Header("none"))}.{Encode(_document)}.", JwsRefusal.Unsigned),
        ("alg NONE", Signed(Header("NONE")), JwsRefusal.Unsigned),
        ("alg nOnE", Signed(Header("nOnE")), JwsRefusal.Unsigned),
        ("another algorithm of the same curve", Signed(Header("ES256K")), JwsRefusal.WrongAlgorithm),
        ("another algorithm with elliptic curves", Signed(Header("ES384")), JwsRefusal.WrongAlgorithm),
        ("the public key as a shared secret", Hmac(), JwsRefusal.WrongAlgorithm),
        ("an RSA algorithm", Signed(Header("RS256")), JwsRefusal.WrongAlgorithm),
        ("alg in lower case", Signed(Header("es256")), JwsRefusal.WrongAlgorithm),
        ("an unknown key", Signed(Header(kid: "unknown")), JwsRefusal.UnknownKey),
        ("an empty key id", Signed(Header(kid: "")), JwsRefusal.UnknownKey),
        ("a stranger's key under its own id", new IntentSigner(_stranger).Sign(_document), JwsRefusal.UnknownKey),
        ("a stranger's key under a pinned id", Signed(Header(), key: _stranger), JwsRefusal.BadSignature),
        ("a stranger's key brought along", Signed(WithJwk(_stranger.PublicKey), key: _stranger), JwsRefusal.BadSignature),
        ("a key to be fetched", Signed($$"""{"alg":"ES256","kid":"{{_kid}}","typ":"pdp-intent+jws","jku":"https://evil.example"}""", key: _stranger), JwsRefusal.BadSignature),
        ("another kind of token", Signed(Header(typ: "JWT")), JwsRefusal.WrongType),
        ("typ in another case", Signed(Header(typ: "PDP-Intent+JWS")), JwsRefusal.WrongType),
        ("crit names an extension", Signed($$"""{"alg":"ES256","kid":"{{_kid}}","typ":"pdp-intent+jws","crit":["exp"],"exp":1}"""), JwsRefusal.CriticalNotUnderstood),
        ("crit is empty", Signed($$"""{"alg":"ES256","kid":"{{_kid}}","typ":"pdp-intent+jws","crit":[]}"""), JwsRefusal.CriticalNotUnderstood),
        ("payload not encoded", Signed($$"""{"alg":"ES256","kid":"{{_kid}}","typ":"pdp-intent+jws","b64":false,"crit":["b64"]}"""), JwsRefusal.CriticalNotUnderstood),
        ("no signature", $"{Encode(Header())}.{Encode(_document)}.", JwsRefusal.BadSignature),
        ("a signature of zeros", $"{Encode(Header())}.{Encode(_document)}.{StrictBase64Url.Encode(new byte[64])}", JwsRefusal.BadSignature),
        ("a signature of ones", $"{Encode(Header())}.{Encode(_document)}.{StrictBase64Url.Encode([.. Enumerable.Repeat((byte)0xFF, 64)])}", JwsRefusal.BadSignature),
        ("a signature in DER", Der(), JwsRefusal.BadSignature),
        ("a signature with two bytes more", $"{Good()}AA", JwsRefusal.BadSignature),
        ("another document under the signature", Swap(1, StrictBase64Url.Encode("""{"apiVersion":"pdp.dev/v2"}"""u8)), JwsRefusal.BadSignature),
        ("another header under the signature", Swap(0, Encode($$"""{"typ":"pdp-intent+jws","alg":"ES256","kid":"{{_kid}}"}""")), JwsRefusal.BadSignature),
    ];

    public static TheoryData<string> Names => [.. _hostile.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_refused(string name)
    {
        var (_, jws, refusal) = _hostile.Single(c => c.Name == name);

        Assert.Equal(refusal, Assert.IsType<JwsVerification.Refused>(_ring.Verify(jws)).Refusal);
    }

    [Fact]
    public void The_untouched_one_is_believed()
    {
        var verified = Assert.IsType<JwsVerification.Verified>(_ring.Verify(Good()));

        Assert.Equal(_kid, verified.KeyId);
        Assert.Equal(_document, verified.Payload.ToArray());
    }

    [Fact]
    public void Unknown_header_fields_that_are_not_critical_do_not_matter() => Assert.IsType<JwsVerification.Verified>(
        _ring.Verify(Signed($$"""{"alg":"ES256","kid":"{{_kid}}","typ":"pdp-intent+jws","cty":"json"}""")));

    [Fact]
    public void Every_flipped_bit_of_the_signature_is_noticed()
    {
        var parts = Good().Split('.');
        StrictBase64Url.TryDecode(parts[2], out var signature);
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            var changed = signature.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.IsType<JwsVerification.Refused>(_ring.Verify($"{parts[0]}.{parts[1]}.{StrictBase64Url.Encode(changed)}"));
        }
    }

    [Fact]
    public void A_refused_document_is_named_by_its_hash_where_there_is_one()
    {
        var refused = Assert.IsType<JwsVerification.Refused>(_ring.Verify(new IntentSigner(_stranger).Sign(_document)));

        Assert.Equal(IntentDigest.OfPayload(_document), refused.PayloadHash);
    }

    [Fact]
    public void Every_refusal_has_a_reason_that_says_what_to_change() => Assert.All(Enum.GetValues<JwsRefusal>(), refusal =>
        Assert.Contains(refusal.ToReason().Reason, new[] { FailureReason.SignatureInvalid, FailureReason.UnknownKey, FailureReason.TooLarge }));

    private static string Good() => new IntentSigner(_key).Sign(_document);

    private static string Header(string alg = "ES256", string? kid = null, string typ = "pdp-intent+jws") =>
        $$"""{"alg":"{{alg}}","kid":"{{kid ?? _kid}}","typ":"{{typ}}"}""";

    private static string WithJwk(JsonWebKey key) =>
        $$$"""{"alg":"ES256","kid":"{{{_kid}}}","typ":"pdp-intent+jws","jwk":{"kty":"EC","crv":"P-256","x":"{{{key.X}}}","y":"{{{key.Y}}}"}}""";

    private static string Signed(string header, byte[]? payload = null, SigningKey? key = null)
    {
        var input = $"{Encode(header)}.{StrictBase64Url.Encode(payload ?? _document)}";
        return $"{input}.{StrictBase64Url.Encode((key ?? _key).Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    private static string Hmac()
    {
        var input = $"{Encode(Header("HS256"))}.{Encode(_document)}";
        return $"{input}.{StrictBase64Url.Encode(HMACSHA256.HashData(Encoding.ASCII.GetBytes(_key.PublicKey.X), Encoding.ASCII.GetBytes(input)))}";
    }

    private static string Der()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(_key.ToPem());
        var input = $"{Encode(Header())}.{Encode(_document)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return $"{input}.{StrictBase64Url.Encode(signature)}";
    }

    private static string Swap(int part, string by)
    {
        var parts = Good().Split('.');
        parts[part] = by;
        return string.Join('.', parts);
    }

    // 64 bytes end in two characters of which the last holds four bits that mean nothing.
    private static string StrayBits(string jws)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return jws[..^1] + alphabet[alphabet.IndexOf(jws[^1], StringComparison.Ordinal) | 1];
    }

    private static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    private static string Encode(byte[] bytes) => StrictBase64Url.Encode(bytes);
}
