using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Operators;

/// <summary>Operators' tokens: made, and checked with each request.</summary>
internal sealed class AccessTokens(IUserStore users, TimeProvider time)
{
    /// <summary>What the token is called that the first start makes.</summary>
    public const string FirstName = "admin-token";

    /// <summary>How exactly the last use of a token is kept.</summary>
    public static readonly TimeSpan UseKeptTo = TimeSpan.FromMinutes(1);

    /// <summary>Makes a token; it opens nothing until its record is stored.</summary>
    /// <param name="user">Whose it is.</param>
    /// <param name="name">What he calls it.</param>
    /// <param name="expiresAt">When it ends; null when it does not by itself.</param>
    public (string Text, AccessTokenRecord Record) Make(string user, string name, DateTimeOffset? expiresAt)
    {
        var (text, kept) = TokenText.Make();
        return (text, new AccessTokenRecord(kept.Id, user, name, kept.Hash, time.GetUtcNow(), expiresAt));
    }

    /// <summary>Who shows a token, and notes that it was used; null when it is none, was revoked or has ended.</summary>
    public async Task<Caller?> CheckAsync(string text, CancellationToken cancellationToken)
    {
        if (TokenText.Parse(text) is not { } shown)
            return null;
        var holder = await users.FindTokenAsync(shown.Id, cancellationToken);
        var matches = shown.Matches(holder?.Token.Hash);
        if (!matches || holder is null || IsOver(holder.Token))
            return null;
        await NoteUseAsync(holder.Token, cancellationToken);
        return CallerOf(holder);
    }

    /// <summary>Who has a token that was checked before, as things are now; null when it was revoked or has ended meanwhile.</summary>
    public async Task<Caller?> AgainAsync(Caller caller, CancellationToken cancellationToken) =>
        caller.TokenId is { } id && await users.FindTokenAsync(id, cancellationToken) is { } holder && !IsOver(holder.Token)
            ? CallerOf(holder) with { Reason = caller.Reason }
            : null;

    private static Caller CallerOf(AccessTokenHolder holder) => new(Actors.User(holder.Token.User), new Access(holder.Grants))
    {
        User = holder.Token.User,
        TokenId = holder.Token.Id,
        TokenExpiresAt = holder.Token.ExpiresAt,
    };

    private bool IsOver(AccessTokenRecord token) => token.ExpiresAt <= time.GetUtcNow();

    private Task NoteUseAsync(AccessTokenRecord token, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return token.LastUsedAt is { } last && now - last < UseKeptTo ? Task.CompletedTask : users.NoteUseAsync(token.Id, now, cancellationToken);
    }
}
