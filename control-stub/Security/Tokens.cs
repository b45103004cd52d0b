using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Security;

/// <summary>The bootstrap tokens of planes.</summary>
internal sealed class Tokens(ITokenStore store, TimeProvider time)
{
    /// <summary>Makes a token; it is not kept until its record is stored.</summary>
    public (string Text, TokenRecord Record) Make(TokenUse use, string? plane)
    {
        var (text, kept) = TokenText.Make();
        return (text, new TokenRecord(kept.Id, use, plane, kept.Hash, time.GetUtcNow()));
    }

    /// <summary>The token's record, if the text is a token of that use that was not revoked; otherwise null.</summary>
    public async Task<TokenRecord?> CheckAsync(string text, TokenUse use, CancellationToken cancellationToken)
    {
        if (TokenText.Parse(text) is not { } shown)
            return null;
        var record = await store.FindAsync(shown.Id, cancellationToken);
        return shown.Matches(record?.Hash) && record is { RevokedAt: null } && record.Use == use ? record : null;
    }
}
