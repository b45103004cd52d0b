using System.Security.Cryptography;
using System.Text;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Security;

/// <summary>
/// The text of a token: <c>pdp_</c>, a public part by which it is found, a dot, and a secret part of 256 random bits of which only a
/// hash is kept. The prefix lets secret scanners find a leaked one.
/// </summary>
/// <param name="Id">The public part.</param>
/// <param name="Hash">SHA-256 of the secret part.</param>
internal sealed record TokenText(string Id, byte[] Hash)
{
    private const string Prefix = "pdp_";
    private const int IdBytes = 9;
    private const int SecretBytes = 32;
    private const int LongestText = 128;

    private static readonly byte[] _noHash = new byte[SHA256.HashSizeInBytes];

    /// <summary>A new token: the text for its owner, and what is kept of it.</summary>
    public static (string Text, TokenText Kept) Make()
    {
        var id = StrictBase64Url.Encode(RandomNumberGenerator.GetBytes(IdBytes));
        var secret = StrictBase64Url.Encode(RandomNumberGenerator.GetBytes(SecretBytes));
        return ($"{Prefix}{id}.{secret}", new TokenText(id, HashOf(secret)));
    }

    /// <summary>Reads a text that somebody sent; null when it cannot be a token.</summary>
    public static TokenText? Parse(string text)
    {
        if (text.Length > LongestText || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? null : new TokenText(text[Prefix.Length..dot], HashOf(text[(dot + 1)..]));
    }

    /// <summary>Whether this is the token whose hash was kept. The same work where none was, and a comparison whose time tells nothing.</summary>
    public bool Matches(byte[]? kept) => CryptographicOperations.FixedTimeEquals(Hash, kept ?? _noHash) && kept is not null;

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
