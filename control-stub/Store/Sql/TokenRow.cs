namespace Pdp.ControlStub.Store.Sql;

/// <summary>A token as a row.</summary>
internal sealed record TokenRow
{
    /// <summary>Writes a row of <see cref="Values"/>.</summary>
    public const string Insert =
        """
        insert into tokens (id, use, plane, hash, created_at, revoked_at, expires_at, key_hash)
        values (@Id, @use, @Plane, @Hash, @created, @revoked, @expires, @KeyHash)
        """;

    public string Id { get; init; } = "";

    public string Use { get; init; } = "";

    public string? Plane { get; init; }

    public byte[] Hash { get; init; } = [];

    public long CreatedAt { get; init; }

    public long? RevokedAt { get; init; }

    public long? ExpiresAt { get; init; }

    public string? KeyHash { get; init; }

    /// <summary>The values of a record.</summary>
    public static object Values(TokenRecord token) => new
    {
        token.Id,
        use = token.Use.ToString(),
        token.Plane,
        token.Hash,
        created = Stored.Time(token.CreatedAt),
        revoked = token.RevokedAt is { } revoked ? Stored.Time(revoked) : (long?)null,
        expires = token.ExpiresAt is { } expires ? Stored.Time(expires) : (long?)null,
        token.KeyHash,
    };

    public TokenRecord ToRecord() => new(
        Id, Stored.Name<TokenUse>(Use), Plane, Hash, Stored.Time(CreatedAt), Stored.Time(RevokedAt), Stored.Time(ExpiresAt), KeyHash);
}
