using System.Security.Cryptography;
using System.Text;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Security;

/// <summary>
/// Bearer tokens: <c>pdp_</c>, a public part by which it is found, a dot, and a secret part of 256 random bits of which only a
/// hash is kept. The prefix lets secret scanners find a leaked one.
/// </summary>
internal sealed class Tokens(ITokenStore store, TimeProvider time)
{
    private const string Prefix = "pdp_";
    private const int IdBytes = 9;
    private const int SecretBytes = 32;
    private const int LongestText = 128;

    private static readonly byte[] _noHash = new byte[SHA256.HashSizeInBytes];

    /// <summary>Makes a token; it is not kept until its record is stored.</summary>
    public (string Text, TokenRecord Record) Make(TokenUse use, string? plane)
    {
        var id = StrictBase64Url.Encode(RandomNumberGenerator.GetBytes(IdBytes));
        var secret = StrictBase64Url.Encode(RandomNumberGenerator.GetBytes(SecretBytes));
        return ($"{Prefix}{id}.{secret}", new TokenRecord(id, use, plane, Hash(secret), time.GetUtcNow()));
    }

    /// <summary>The token's record, if the text is a token of that use that was not revoked; otherwise null.</summary>
    public async Task<TokenRecord?> CheckAsync(string text, TokenUse use, CancellationToken cancellationToken)
    {
        if (text.Length > LongestText || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return null;
        var record = await store.FindAsync(text[Prefix.Length..dot], cancellationToken);
        // The same work whether the public part is known or not, and a comparison whose time tells nothing.
        var same = CryptographicOperations.FixedTimeEquals(Hash(text[(dot + 1)..]), record?.Hash ?? _noHash);
        return same && record is { RevokedAt: null } && record.Use == use ? record : null;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
