using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Cli.Client;

/// <summary>Finds public keys in whatever file an operator still has of a control plane that was lost.</summary>
internal static class PublicKeyFile
{
    /// <summary>The keys as JWKs; never anything private.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static IReadOnlyList<JsonNode> Read(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            return text.Contains("-----BEGIN", StringComparison.Ordinal) && !text.TrimStart().StartsWith('{') ? [OfPem(text)] : OfJson(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Usage, e.Message);
        }
        catch (Exception e) when (e is JsonException or CryptographicException or ArgumentException or InvalidOperationException)
        {
            throw new CliException(ExitCodes.Usage, $"{path} holds no key: give a bootstrap bundle, a JWK, a JWK set, or a PEM key of P-256.");
        }
    }

    private static IReadOnlyList<JsonNode> OfJson(string text)
    {
        var document = JsonNode.Parse(text)!.AsObject();
        var found = document["signingKeys"] as JsonArray ?? document["keys"] as JsonArray;
        return found is null ? [Public(document)] : [.. found.Select(k => Public(k!.AsObject()))];
    }

    // A private JWK has more members; only the public ones go anywhere.
    private static JsonObject Public(JsonObject key)
    {
        var jwk = new JsonWebKey((string)key["kty"]!, (string)key["crv"]!, (string)key["x"]!, (string)key["y"]!, (string?)key["kid"] ?? "");
        return Node(jwk.Kid.Length > 0 ? jwk : jwk with { Kid = jwk.Thumbprint });
    }

    private static JsonObject OfPem(string pem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return Node(JsonWebKey.From(key));
    }

    private static JsonObject Node(JsonWebKey key) => new()
    {
        ["kty"] = key.Kty,
        ["crv"] = key.Crv,
        ["x"] = key.X,
        ["y"] = key.Y,
        ["kid"] = key.Kid,
    };
}
