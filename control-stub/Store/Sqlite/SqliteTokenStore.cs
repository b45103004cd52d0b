using Dapper;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>Credentials in the database.</summary>
internal sealed class SqliteTokenStore(SqliteDatabase database, SqliteEventLog events, TimeProvider time) : ITokenStore
{
    public Task<TokenRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, transaction) => connection.QuerySingleOrDefault<TokenRow>(
                "select id Id, use Use, plane Plane, hash Hash, created_at CreatedAt, revoked_at RevokedAt from tokens where id = @id",
                new { id },
                transaction)?.ToRecord(),
            cancellationToken);

    public Task AddAsync(TokenRecord token, bool revokeOthers, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            scope =>
            {
                if (revokeOthers)
                    scope.Execute(
                        "update tokens set revoked_at = @now where use = @use and plane is @Plane and revoked_at is null",
                        new { now = Stored.Time(time.GetUtcNow()), use = token.Use.ToString(), token.Plane });
                Add(scope, token);
                if (revokeOthers && token.Plane is { } plane)
                    SqliteSessionStore.Revoke(scope, plane);
                return events.Append(scope, happened);
            },
            cancellationToken);

    public Task<bool> AnyAsync(TokenUse use, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, transaction) => connection.ExecuteScalar<bool>(
                "select exists (select 1 from tokens where use = @use and revoked_at is null)", new { use = use.ToString() }, transaction),
            cancellationToken);

    /// <summary>Adds a token as part of a change.</summary>
    public static void Add(WriteScope scope, TokenRecord token) =>
        scope.Execute(
            "insert into tokens (id, use, plane, hash, created_at) values (@Id, @use, @Plane, @Hash, @at)",
            new { token.Id, use = token.Use.ToString(), token.Plane, token.Hash, at = Stored.Time(token.CreatedAt) });

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
