using System.Buffers;
using System.Buffers.Text;

namespace Pdp.Protocol.Signatures;

/// <summary>
/// Base64url without padding (RFC 4648 section 5) in its one canonical form. White space, padding and stray trailing bits are
/// refused, so that there is exactly one text for one signature.
/// </summary>
public static class StrictBase64Url
{
    /// <summary>The text of some bytes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>The bytes of a text; false when it is not the canonical text of any.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length % 4 == 1 || text.ContainsAnyExcept(Alphabet)) return false;
        var decoded = new byte[text.Length * 3 / 4];
        // Of the platform's decoders this one reports stray trailing bits, where others throw.
        var status = Base64Url.DecodeFromChars(text, decoded, out _, out var written);
        if (status != OperationStatus.Done || written != decoded.Length) return false;
        bytes = decoded;
        return true;
    }

    private static SearchValues<char> Alphabet { get; } =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
