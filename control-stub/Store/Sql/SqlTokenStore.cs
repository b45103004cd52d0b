namespace Pdp.ControlStub.Store.Sql;

/// <summary>Credentials in the database.</summary>
internal sealed class SqlTokenStore(ISqlDatabase database, TimeProvider time) : ITokenStore
{
    private const string Select =
        """
        select id Id, use Use, plane Plane, hash Hash, created_at CreatedAt, revoked_at RevokedAt, expires_at ExpiresAt, key_hash KeyHash
        from tokens where id = @id
        """;

    public async Task<TokenRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await database.QueryAsync<TokenRow>(Select, new { id }, cancellationToken)).SingleOrDefault()?.ToRecord();

    public Task AddAsync(TokenRecord token, bool revokeOthers, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                if (revokeOthers)
                    await RevokeAsync(scope, token.Use, token.Plane, time.GetUtcNow());
                await AddAsync(scope, token);
                scope.Note(happened);
                return true;
            },
            cancellationToken);

    public async Task<bool> AnyAsync(TokenUse use, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<long>(
            "select 1 from tokens where use = @use and revoked_at is null limit 1", new { use = use.ToString() }, cancellationToken);
        return rows.Count > 0;
    }

    /// <summary>The token with that public part, as part of a change.</summary>
    public static async Task<TokenRecord?> FindAsync(WriteScope scope, string id) =>
        (await scope.QueryAsync<TokenRow>(Select, new { id })).SingleOrDefault()?.ToRecord();

    /// <summary>Adds a token as part of a change.</summary>
    public static Task AddAsync(WriteScope scope, TokenRecord token) => scope.ExecuteAsync(TokenRow.Insert, TokenRow.Values(token));

    /// <summary>Binds a token that was not used to a key, as part of a change; one without an end gets it.</summary>
    /// <returns>False when it was used before.</returns>
    public static async Task<bool> BindAsync(WriteScope scope, string id, string keyHash, DateTimeOffset ends) =>
        await scope.ExecuteAsync(
            "update tokens set key_hash = @keyHash, expires_at = coalesce(expires_at, @ends) where id = @id and key_hash is null",
            new { id, keyHash, ends = Stored.Time(ends) }) > 0;

    /// <summary>Revokes every token of a use and plane, as part of a change.</summary>
    public static Task<int> RevokeAsync(WriteScope scope, TokenUse use, string? plane, DateTimeOffset at) =>
        scope.ExecuteAsync(
            "update tokens set revoked_at = @at where use = @use and coalesce(plane, '') = coalesce(@plane, '') and revoked_at is null",
            new { use = use.ToString(), plane, at = Stored.Time(at) });
}
