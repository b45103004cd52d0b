using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Pdp.EndToEnd.Adversaries.Tables;

/// <summary>Documents the pinned key did not sign as they stand: other keys, other algorithms, confused keys, spoilt bytes.</summary>
internal static class SignatureAttacks
{
    private const string Bad = "SignatureInvalid";

    private static readonly byte[] Order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    private static JsonObject Document { get; } = Documents.Manifests("adv-signature", Documents.ConfigMap("a"));

    private static string Good { get; } = Forge.Sign(Document);

    /// <summary>The table.</summary>
    public static IReadOnlyList<Attack> All { get; } =
    [
        Attack.Intent("another key under its own name", Forge.Sign(With("kid", "stranger").ToJsonString(), Payload(), Forge.Stranger), "UnknownKey"),
        Attack.Intent("another key under the pinned name", Forge.Sign(Forge.Header().ToJsonString(), Payload(), Forge.Stranger), Bad),
        .. new[] { "none", "None", "NONE", "nOnE" }.Select(alg => Attack.Intent($"alg {alg}", Signed(With("alg", alg), _ => []), Bad)),
        .. new[] { "none", "NONE" }.Select(alg => Attack.Intent($"alg {alg} with the signature left on", Signed(With("alg", alg), Ours), Bad)),
        .. Confused(),
        .. new[] { "ES384", "ES512", "ES256K", "RS256", "PS256", "EdDSA", "es256", "ES256 ", "" }
            .Select(alg => Attack.Intent($"alg '{alg}'", Signed(With("alg", alg), Ours), Bad)),
        .. new[] { "", " ", "../../etc/passwd", "SIEGE-KEY-1", "siege-key-1 ", "siege-key-1\0", "http://127.0.0.1/key", "' OR '1'='1", new string('k', 5000) }
            .Select(kid => Attack.Intent($"kid '{Short(kid)}'", Signed(With("kid", kid), Ours), $"UnknownKey|{Bad}|TooLarge")),
        .. new[] { "exp", "b64", "http://example.com/x" }
            .Select(name => Attack.Intent($"crit {name}", Signed(With("crit", new JsonArray(name)), Ours), Bad)),
        Attack.Intent("crit that is empty", Signed(With("crit", new JsonArray()), Ours), Bad),
        Attack.Intent("crit that is no list", Signed(With("crit", "exp"), Ours), Bad),
        .. new[] { "JWT", "pdp-trust+jws", "PDP-INTENT+JWS", "application/pdp-intent+jws", "" }
            .Select(typ => Attack.Intent($"typ '{typ}'", Signed(With("typ", typ), Ours), Bad)),
        .. new[] { "alg", "kid", "typ" }.Select(name => Attack.Intent($"without {name}", Signed(Without(name), Ours), Bad)),
        .. new[] { "alg", "kid", "typ" }.Select(name => Attack.Intent($"{name} that is a list", Signed(With(name, new JsonArray("ES256")), Ours), Bad)),
        Attack.Intent("its own key in the header", Signed(With("jwk", StrangersKey()), Strangers), Bad),
        Attack.Intent("its own key at an address", Signed(With("jku", "https://127.0.0.1:1/keys"), Strangers), Bad),
        Attack.Intent("its own certificate in the header", Signed(With("x5c", new JsonArray("MIIB")), Strangers), Bad),
        Attack.Intent("a member of the header twice", Forge.Sign("""{"alg":"none","alg":"ES256","kid":"siege-key-1","typ":"pdp-intent+jws"}""", Payload(), Forge.Key), Bad),
        Attack.Intent("a kid twice", Forge.Sign("""{"alg":"ES256","kid":"x","kid":"siege-key-1","typ":"pdp-intent+jws"}""", Payload(), Forge.Key), Bad),
        Attack.Intent("a header that is a list", Forge.Sign("[]", Payload(), Forge.Key), Bad),
        Attack.Intent("a header that is no JSON", Forge.Sign("alg=ES256", Payload(), Forge.Key), Bad),
        Attack.Intent("a header of 100 KB", Forge.Sign(With("x", new string('x', 100_000)).ToJsonString(), Payload(), Forge.Key), $"{Bad}|TooLarge"),
        Attack.Intent("a signature of nothing", Signed(Forge.Header(), _ => []), Bad),
        Attack.Intent("a signature of zeros", Signed(Forge.Header(), _ => new byte[64]), Bad),
        Attack.Intent("r and s that are the order of the curve", Signed(Forge.Header(), _ => [.. Order, .. Order]), Bad),
        Attack.Intent("r of one, s of one", Signed(Forge.Header(), _ => [.. new byte[31], 1, .. new byte[31], 1]), Bad),
        Attack.Intent("a signature cut by a byte", Signed(Forge.Header(), bytes => Ours(bytes)[..63]), Bad),
        Attack.Intent("a signature with a byte more", Signed(Forge.Header(), bytes => [.. Ours(bytes), 0]), Bad),
        Attack.Intent("r and s exchanged", Signed(Forge.Header(), bytes => Ours(bytes) is var s ? [.. s[32..], .. s[..32]] : []), Bad),
        Attack.Intent("a signature in the other encoding", Signed(Forge.Header(), Der), Bad),
        Attack.Intent("the signature of another document", $"{Head(Good)}.{Tail(Forge.Sign(Documents.Manifests("adv-other", Documents.ConfigMap("b"))))}", Bad),
        Attack.Intent("a payload exchanged under its signature", Exchanged(), Bad),
        Attack.Intent("a header exchanged under its signature", $"{Forge.Encode(With("x", 1).ToJsonString())}.{Good.Split('.')[1]}.{Tail(Good)}", Bad),
        Attack.Intent("a payload that is elsewhere", $"{Good.Split('.')[0]}..{Tail(Good)}", Bad),
        Attack.Intent("two parts", Head(Good), Bad),
        Attack.Intent("four parts", Good + ".AAAA", Bad),
        Attack.Intent("five parts, as if encrypted", Good + ".AAAA.AAAA", Bad),
        Attack.Intent("dots alone", "..", Bad),
        Attack.Intent("cut in half", Good[..(Good.Length / 2)], Bad),
        Attack.Intent("cut by a character", Good[..^1], Bad),
        Attack.Intent("a space before it", " " + Good, Bad),
        Attack.Intent("a line feed behind it", Good + "\n", Bad),
        Attack.Intent("a NUL behind it", Good + "\0", Bad),
        Attack.Intent("padding", Good + "==", Bad),
        Attack.Intent("the alphabet of plain base64", Good.Replace('-', '+').Replace('_', '/') + "+/", Bad),
        Attack.Intent("the JSON serialization", new JsonObject { ["payload"] = Good.Split('.')[1], ["signatures"] = new JsonArray() }.ToJsonString(), Bad),
        Attack.Intent("a letter that only looks like one", Good.Replace('e', 'е'), Bad),
        Attack.Intent("more than a document may have", Good + new string('A', 720_000), "TooLarge"),
    ];

    // HMAC with what everybody knows of the key, for a verifier that lets the header choose.
    private static IEnumerable<Attack> Confused()
    {
        var pem = Forge.Key.ExportSubjectPublicKeyInfoPem();
        (string Name, byte[] Secret)[] secrets =
        [
            ("the key's PEM", Encoding.ASCII.GetBytes(pem)),
            ("the key's PEM and a line feed", Encoding.ASCII.GetBytes(pem + "\n")),
            ("the key's bytes", Forge.Key.ExportSubjectPublicKeyInfo()),
            ("the key as JSON", Encoding.UTF8.GetBytes(Forge.PublicKey.ToJsonString())),
            ("the key's x", Forge.Key.ExportParameters(false).Q.X!),
            ("nothing", []),
        ];
        foreach (var (name, secret) in secrets)
        {
            yield return Attack.Intent($"HS256 with {name}", Signed(With("alg", "HS256"), bytes => HMACSHA256.HashData(secret, bytes)), Bad);
        }

        yield return Attack.Intent("HS512 with the key's PEM", Signed(With("alg", "HS512"), bytes => HMACSHA512.HashData(Encoding.ASCII.GetBytes(pem), bytes)), Bad);
    }

    private static byte[] Payload() => Encoding.UTF8.GetBytes(Document.ToJsonString());

    private static string Signed(JsonObject header, Func<byte[], byte[]> signature) => Forge.Compose(header, Document, signature);

    private static byte[] Ours(byte[] bytes) => Forge.Key.SignData(bytes, HashAlgorithmName.SHA256);

    private static byte[] Strangers(byte[] bytes) => Forge.Stranger.SignData(bytes, HashAlgorithmName.SHA256);

    private static byte[] Der(byte[] bytes) => Forge.Key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    private static JsonObject With(string name, JsonNode value) => Forge.Header().Spoil(header => header[name] = value);

    private static JsonObject Without(string name) => Forge.Header().Spoil(header => header.Remove(name));

    private static JsonObject StrangersKey()
    {
        var point = Forge.Stranger.ExportParameters(includePrivateParameters: false).Q;
        return Forge.PublicKey.Spoil(key => (key["x"], key["y"]) = (Forge.Encode(point.X!), Forge.Encode(point.Y!)));
    }

    private static string Exchanged()
    {
        var other = Documents.Manifests("adv-signature", Documents.ConfigMap("other"));
        return $"{Good.Split('.')[0]}.{Forge.Encode(other.ToJsonString())}.{Tail(Good)}";
    }

    private static string Head(string jws) => jws[..jws.LastIndexOf('.')];

    private static string Tail(string jws) => jws[(jws.LastIndexOf('.') + 1)..];

    private static string Short(string text) => text.Length <= 30 ? text.Replace("\0", "NUL", StringComparison.Ordinal) : text[..30] + "…";
}
