using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Pdp.Protocol.Signatures;

/// <summary>A public P-256 key (RFC 7517).</summary>
/// <param name="Kty">Always <c>EC</c>.</param>
/// <param name="Crv">Always <c>P-256</c>.</param>
/// <param name="X">X coordinate, 32 bytes in base64url.</param>
/// <param name="Y">Y coordinate, 32 bytes in base64url.</param>
/// <param name="Kid">Key id: the RFC 7638 thumbprint unless named otherwise.</param>
/// <param name="Alg">The key's one algorithm; <c>ES256</c> when given.</param>
/// <param name="Use">What the key is for; <c>sig</c> when given.</param>
public sealed record JsonWebKey(string Kty, string Crv, string X, string Y, string Kid, string? Alg = null, string? Use = null)
{
    private const int CoordinateBytes = 32;

    /// <summary>The JWK of a P-256 key's public part, its id the thumbprint.</summary>
    public static JsonWebKey From(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (StrictBase64Url.Encode(point.X), StrictBase64Url.Encode(point.Y));
        var jwk = new JsonWebKey("EC", "P-256", x, y, "", JwsHeader.Es256, "sig");
        return jwk with { Kid = jwk.Thumbprint };
    }

    /// <summary>RFC 7638: SHA-256 over the required members in their order, base64url.</summary>
    [JsonIgnore]
    public string Thumbprint => StrictBase64Url.Encode(
        SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"{{Crv}}","kty":"{{Kty}}","x":"{{X}}","y":"{{Y}}"}""")));

    /// <summary>The key, for one use by one thread.</summary>
    /// <exception cref="CryptographicException">Not a point of the curve.</exception>
    internal ECDsa ToKey() => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Coordinate(X), Y = Coordinate(Y) },
    });

    /// <summary>What keeps this from being a usable key; empty when nothing does.</summary>
    internal IEnumerable<FieldError> Errors(string path) =>
    [
        .. Kty == "EC" ? Array.Empty<FieldError>() : [new($"{path}.kty", "must be EC")],
        .. Crv == "P-256" ? Array.Empty<FieldError>() : [new($"{path}.crv", "must be P-256")],
        .. Alg is null or JwsHeader.Es256 ? Array.Empty<FieldError>() : [new($"{path}.alg", "must be ES256")],
        .. Use is null or "sig" ? Array.Empty<FieldError>() : [new($"{path}.use", "must be sig")],
        .. FieldRules.Text($"{path}.kid", Kid, 1, ProtocolLimits.NameChars),
        .. IsCoordinate(X) ? Array.Empty<FieldError>() : [new($"{path}.x", "must be 32 bytes in base64url")],
        .. IsCoordinate(Y) ? Array.Empty<FieldError>() : [new($"{path}.y", "must be 32 bytes in base64url")],
        .. IsCoordinate(X) && IsCoordinate(Y) && !IsPoint()
            ? [new FieldError(path, "must be a point of P-256")]
            : Array.Empty<FieldError>(),
    ];

    private static bool IsCoordinate(string value) => StrictBase64Url.TryDecode(value, out var bytes) && bytes.Length == CoordinateBytes;

    private static byte[] Coordinate(string value) =>
        StrictBase64Url.TryDecode(value, out var bytes) ? bytes : throw new CryptographicException("A coordinate is not base64url.");

    private bool IsPoint()
    {
        try
        {
            using var key = ToKey();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
