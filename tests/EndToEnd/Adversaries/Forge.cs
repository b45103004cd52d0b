using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Pdp.EndToEnd.Adversaries;

/// <summary>
/// What a hostile control plane can make: it has the plane's signing key, and knows everything that is public. One that has no key takes
/// another.
/// </summary>
internal static class Forge
{
    /// <summary>The plane under siege.</summary>
    public const string Plane = "besieged";

    private static readonly ECParameters Point;

    static Forge() => Point = Key.ExportParameters(includePrivateParameters: false);

    /// <summary>The key the agent pins.</summary>
    public static ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>A key nobody pins.</summary>
    public static ECDsa Stranger { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Id of the pinned key.</summary>
    public const string KeyId = "siege-key-1";

    /// <summary>The pinned key as its bundle has it.</summary>
    public static JsonObject PublicKey => new()
    {
        ["kty"] = "EC",
        ["crv"] = "P-256",
        ["x"] = Encode(Point.Q.X!),
        ["y"] = Encode(Point.Q.Y!),
        ["kid"] = KeyId,
    };

    /// <summary>The header of a good document.</summary>
    public static JsonObject Header() => new() { ["alg"] = "ES256", ["kid"] = KeyId, ["typ"] = "pdp-intent+jws" };

    /// <summary>Signs a document as the control plane does.</summary>
    public static string Sign(JsonNode document) => Sign(document.ToJsonString());

    /// <summary>Signs any text.</summary>
    public static string Sign(string payload) => Sign(Header().ToJsonString(), Encoding.UTF8.GetBytes(payload), Key);

    /// <summary>Signs anything with any header by any key.</summary>
    public static string Sign(string header, byte[] payload, ECDsa key)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Encode(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>The same with another header, and a signature of the sender's own making.</summary>
    public static string Compose(JsonNode header, JsonNode document, Func<byte[], byte[]> signature)
    {
        var signed = $"{Encode(header.ToJsonString())}.{Encode(document.ToJsonString())}";
        return $"{signed}.{Encode(signature(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Base64url of text.</summary>
    public static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    /// <summary>Base64url.</summary>
    public static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
