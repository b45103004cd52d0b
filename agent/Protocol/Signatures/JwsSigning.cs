using System.Text;
using System.Text.Json;

namespace Pdp.Protocol.Signatures;

/// <summary>Makes compact JWS (RFC 7515) with ES256.</summary>
internal static class JwsSigning
{
    /// <summary>The compact JWS over some bytes.</summary>
    /// <param name="key">Whose <c>kid</c> the header names.</param>
    /// <param name="type">The header's <c>typ</c>.</param>
    /// <param name="payload">What is signed, exactly these bytes.</param>
    public static string Sign(SigningKey key, string type, ReadOnlySpan<byte> payload)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new JwsHeader(JwsHeader.Es256, key.PublicKey.Kid, type), ProtocolJsonContext.Default.JwsHeader);
        var input = $"{StrictBase64Url.Encode(header)}.{StrictBase64Url.Encode(payload)}";
        return $"{input}.{StrictBase64Url.Encode(key.Sign(Encoding.ASCII.GetBytes(input)))}";
    }
}
