namespace Pdp.ControlStub.Store;

/// <summary>Credentials. Only hashes are kept: a copied database opens nothing.</summary>
internal interface ITokenStore
{
    /// <summary>The token with that public part, revoked ones too.</summary>
    Task<TokenRecord?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Adds a token; with <paramref name="revokeOthers"/> every other of the same use and plane is revoked.</summary>
    Task AddAsync(TokenRecord token, bool revokeOthers, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken);

    /// <summary>Whether a token of that use that is not revoked exists.</summary>
    Task<bool> AnyAsync(TokenUse use, CancellationToken cancellationToken);
}

/// <summary>What a token opens.</summary>
internal enum TokenUse
{
    /// <summary>The operator API.</summary>
    Admin,

    /// <summary>The enrolment of one plane's agent.</summary>
    Bootstrap,
}

/// <summary>A credential at rest.</summary>
/// <param name="Id">Its public part, by which it is found.</param>
/// <param name="Use">What it opens.</param>
/// <param name="Plane">The plane it is bound to; null for the operator API.</param>
/// <param name="Hash">SHA-256 of its secret part, which is random of 256 bits, so that no slow hash is needed.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="RevokedAt">When it was revoked, UTC.</param>
/// <param name="ExpiresAt">Its end, UTC; null when it has none.</param>
/// <param name="KeyHash">SHA-256 of the one public key (SubjectPublicKeyInfo) it was used for, lower-case hex; null while it was not used.</param>
internal sealed record TokenRecord(
    string Id, TokenUse Use, string? Plane, byte[] Hash, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt = null,
    DateTimeOffset? ExpiresAt = null, string? KeyHash = null);
