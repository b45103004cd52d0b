using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Store;

/// <summary>
/// Operators: users, what they were granted, and their tokens, of which only hashes are kept. There is always one whom
/// <see cref="Role.Admin"/> was granted over <see cref="Scope.Everything"/>, once there is a user at all.
/// </summary>
internal interface IUserStore
{
    /// <summary>Whether there is any user.</summary>
    Task<bool> AnyAsync(CancellationToken cancellationToken);

    /// <summary>How many there are.</summary>
    Task<int> CountAsync(CancellationToken cancellationToken);

    /// <summary>The user of that name with his grants.</summary>
    Task<UserRecord?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Users with their grants, ordered by name (ordinal).</summary>
    Task<Page<UserRecord>> ListAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Adds a user without grants.</summary>
    /// <returns>False, with nothing changed, when the name is taken.</returns>
    Task<bool> AddAsync(string name, string displayName, DateTimeOffset at, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>Forgets a user with his grants and tokens.</summary>
    Task<UserChange> DeleteAsync(string name, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>Gives a grant, in the place of one he has on the same scope.</summary>
    Task<UserChange> GrantAsync(string user, Grant grant, DateTimeOffset at, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>Takes the grant on a scope.</summary>
    Task<UserChange> RevokeAsync(string user, Scope scope, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>The token with that public part, and what its user was granted.</summary>
    Task<AccessTokenHolder?> FindTokenAsync(string id, CancellationToken cancellationToken);

    /// <summary>A user's tokens, oldest first; those that ended too, until he gets another one.</summary>
    Task<IReadOnlyList<AccessTokenRecord>> TokensAsync(string user, CancellationToken cancellationToken);

    /// <summary>Gives a user a token, and forgets those of his that ended before it was made.</summary>
    Task<UserChange> AddTokenAsync(AccessTokenRecord token, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>Ends a user's token.</summary>
    /// <returns>False when he has none of that public part.</returns>
    Task<bool> RevokeTokenAsync(string user, string id, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>Makes sure that a user is there and has all rights, and gives him a token in the place of all others of his.</summary>
    Task RecoverAsync(AccessTokenRecord token, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken);

    /// <summary>Notes when a token was used.</summary>
    Task NoteUseAsync(string id, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>What became of a change of users.</summary>
internal enum UserChange
{
    /// <summary>It is durable.</summary>
    Done,

    /// <summary>There is no such user, or he has no such grant; nothing was changed.</summary>
    NotFound,

    /// <summary>Nobody would be left with all rights; nothing was changed.</summary>
    LastAdmin,

    /// <summary>He has as many grants or tokens as anybody may; nothing was changed.</summary>
    Full,
}

/// <summary>A user.</summary>
/// <param name="Name">Unique here.</param>
/// <param name="DisplayName">For people; may be empty.</param>
/// <param name="CreatedAt">When he was added, UTC.</param>
/// <param name="Grants">What he was granted, ordered by scope.</param>
internal sealed record UserRecord(string Name, string DisplayName, DateTimeOffset CreatedAt, IReadOnlyList<Grant> Grants);

/// <summary>An operator's token at rest.</summary>
/// <param name="Id">Its public part, by which it is found.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Name">What he calls it; may be empty.</param>
/// <param name="Hash">SHA-256 of its secret part, which is random of 256 bits, so that no slow hash is needed.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="ExpiresAt">When it ends, UTC; null when it does not by itself.</param>
/// <param name="LastUsedAt">When it was last used, UTC, to the minute; null when it never was.</param>
internal sealed record AccessTokenRecord(
    string Id, string User, string Name, byte[] Hash, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt = null, DateTimeOffset? LastUsedAt = null);

/// <summary>A token and what it opens.</summary>
internal sealed record AccessTokenHolder(AccessTokenRecord Token, IReadOnlyList<Grant> Grants);
