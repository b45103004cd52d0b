namespace Pdp.ControlStub.Store.Sql;

/// <summary>Credentials in the database.</summary>
internal sealed class SqlTokenStore(ISqlDatabase database, TimeProvider time) : ITokenStore
{
    public async Task<TokenRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<TokenRow>(
            "select id Id, use Use, plane Plane, hash Hash, created_at CreatedAt, revoked_at RevokedAt from tokens where id = @id",
            new { id },
            cancellationToken);
        return rows.SingleOrDefault()?.ToRecord();
    }

    public Task AddAsync(TokenRecord token, bool revokeOthers, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                if (revokeOthers)
                    await RevokeAsync(scope, token);
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

    /// <summary>Adds a token as part of a change.</summary>
    public static Task AddAsync(WriteScope scope, TokenRecord token) =>
        scope.ExecuteAsync(
            "insert into tokens (id, use, plane, hash, created_at) values (@Id, @use, @Plane, @Hash, @at)",
            new { token.Id, use = token.Use.ToString(), token.Plane, token.Hash, at = Stored.Time(token.CreatedAt) });

    /// <summary>Whether a token still opens the channel of a plane, as part of a change.</summary>
    public static async Task<bool> IsValidAsync(WriteScope scope, string id, string plane) =>
        await scope.ScalarAsync<long>(
            "select count(*) from tokens where id = @id and plane = @plane and use = @use and revoked_at is null",
            new { id, plane, use = nameof(TokenUse.Bootstrap) }) > 0;

    private async Task RevokeAsync(WriteScope scope, TokenRecord token)
    {
        await scope.ExecuteAsync(
            "update tokens set revoked_at = @now where use = @use and coalesce(plane, '') = coalesce(@Plane, '') and revoked_at is null",
            new { now = Stored.Time(time.GetUtcNow()), use = token.Use.ToString(), token.Plane });
        if (token.Plane is { } plane)
            await SqlSessionStore.RevokeAsync(scope, plane);
    }

    private sealed record TokenRow
    {
        public string Id { get; init; } = "";

        public string Use { get; init; } = "";

        public string? Plane { get; init; }

        public byte[] Hash { get; init; } = [];

        public long CreatedAt { get; init; }

        public long? RevokedAt { get; init; }

        public TokenRecord ToRecord() =>
            new(Id, Stored.Name<TokenUse>(Use), Plane, Hash, Stored.Time(CreatedAt), Stored.Time(RevokedAt));
    }
}
