using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Pdp.Vaults.KeyVault;

/// <summary>What an application signs with its certificate to show who it is (RFC 7523).</summary>
internal static class ClientAssertion
{
    /// <summary>Whether a JWT is signed by a certificate and about a client of this directory.</summary>
    public static bool IsOf(string jwt, X509Certificate2 certificate)
    {
        if (jwt.Split('.') is not [var head, var body, var signature]) return false;
        var (header, claims) = (Json(head), Json(body));
        var padding = (string?)header["alg"] == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        using var key = certificate.GetRSAPublicKey()!;
        return key.VerifyData(Encoding.ASCII.GetBytes($"{head}.{body}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, padding)
            && (string?)claims["sub"] == TestKeyVault.Client && (string?)claims["iss"] == TestKeyVault.Client;
    }

    private static JsonNode Json(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!;
}
