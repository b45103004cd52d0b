using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Security;

/// <summary>The bootstrap tokens of planes.</summary>
internal sealed class Tokens(ITokenStore store, TimeProvider time)
{
    /// <summary>Makes a token; it is not kept until its record is stored.</summary>
    /// <param name="use">What it opens.</param>
    /// <param name="plane">The plane it is bound to; null for none.</param>
    /// <param name="life">How long it is good for; null for no end.</param>
    public (string Text, TokenRecord Record) Make(TokenUse use, string? plane, TimeSpan? life = null)
    {
        var (text, kept) = TokenText.Make();
        var now = time.GetUtcNow();
        return (text, new TokenRecord(kept.Id, use, plane, kept.Hash, now, ExpiresAt: now + life));
    }

    /// <summary>The token's record, also where it was revoked or has expired; null where the text is no token that was made here.</summary>
    public async Task<TokenRecord?> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (TokenText.Parse(text) is not { } shown)
            return null;
        var record = await store.FindAsync(shown.Id, cancellationToken);
        return shown.Matches(record?.Hash) ? record : null;
    }
}
