using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Store.Sql;

/// <content>Their tokens.</content>
internal sealed partial class SqlUserStore
{
    private const string TokenColumns =
        """
        t.id Id, t.user_name UserName, t.name Name, t.hash Hash, t.created_at CreatedAt, t.expires_at ExpiresAt, t.last_used_at LastUsedAt
        """;

    public async Task<AccessTokenHolder?> FindTokenAsync(string id, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<TokenRow>(
            $"""
            select {TokenColumns}, g.organization Organization, g.project Project, g.role Role
            from access_tokens t left join grants g on g.user_name = t.user_name where t.id = @id
            """,
            new { id },
            cancellationToken);
        return rows.Count == 0
            ? null
            : new AccessTokenHolder(rows[0].ToRecord(), UserRow.GrantsOf(rows.Select(r => (r.Role, r.Organization, r.Project))));
    }

    public async Task<IReadOnlyList<AccessTokenRecord>> TokensAsync(string user, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<TokenRow>(
            $"select {TokenColumns} from access_tokens t where t.user_name = @user order by t.created_at, t.id", new { user }, cancellationToken);
        return rows.ConvertAll(r => r.ToRecord());
    }

    public Task<UserChange> AddTokenAsync(AccessTokenRecord token, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                // The user's row is locked, so that two at once do not both take his last place.
                if ((await scope.QueryAsync<string>($"select name from users where name = @User {scope.Dialect.Lock}", new { token.User })).Count == 0)
                    return UserChange.NotFound;
                await scope.ExecuteAsync(
                    "delete from access_tokens where user_name = @User and expires_at <= @at", new { token.User, at = Stored.Time(token.CreatedAt) });
                if (await scope.ScalarAsync<int>("select count(*) from access_tokens where user_name = @User", new { token.User }) >= limits.TokensPerUser)
                    return UserChange.Full;
                return Noted(scope, await InsertAsync(scope, token), happened);
            },
            cancellationToken);

    public Task<bool> RevokeTokenAsync(string user, string id, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                var gone = await scope.ExecuteAsync("delete from access_tokens where user_name = @user and id = @id", new { user, id });
                if (gone > 0)
                    await ForgetFirstAsync(scope, [id]);
                return Noted(scope, gone, happened) == UserChange.Done;
            },
            cancellationToken);

    public Task RecoverAsync(AccessTokenRecord token, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                await InsertAsync(scope, token.User, "", token.CreatedAt);
                await GrantAsync(scope, token.User, new Grant(Role.Admin, Scope.Everything), token.CreatedAt);
                await RevokeTokensAsync(scope, token.User);
                scope.Note(happened);
                return await InsertAsync(scope, token);
            },
            cancellationToken);

    public Task NoteUseAsync(string id, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(
            scope => scope.ExecuteAsync(
                "update access_tokens set last_used_at = @at where id = @id and (last_used_at is null or last_used_at < @at)", new { id, at = Stored.Time(at) }),
            cancellationToken);

    private static async Task RevokeTokensAsync(WriteScope scope, string user)
    {
        await ForgetFirstAsync(scope, await scope.QueryAsync<string>("select id from access_tokens where user_name = @user", new { user }));
        await scope.ExecuteAsync("delete from access_tokens where user_name = @user", new { user });
    }

    // Where programs of the version before, which may serve beside this one, look for them.
    private static async Task ForgetFirstAsync(WriteScope scope, IEnumerable<string> ids)
    {
        foreach (var id in ids)
            await scope.ExecuteAsync("delete from tokens where id = @id and use = 'Admin'", new { id });
    }

    private static Task<int> InsertAsync(WriteScope scope, AccessTokenRecord token) =>
        scope.ExecuteAsync(
            """
            insert into access_tokens (id, user_name, name, hash, created_at, expires_at, last_used_at)
            values (@Id, @User, @Name, @Hash, @created, @expires, @used)
            """,
            new
            {
                token.Id,
                token.User,
                token.Name,
                token.Hash,
                created = Stored.Time(token.CreatedAt),
                expires = token.ExpiresAt is { } expires ? Stored.Time(expires) : (long?)null,
                used = token.LastUsedAt is { } used ? Stored.Time(used) : (long?)null,
            });

    private sealed record TokenRow
    {
        public string Id { get; init; } = "";

        public string UserName { get; init; } = "";

        public string Name { get; init; } = "";

        public byte[] Hash { get; init; } = [];

        public long CreatedAt { get; init; }

        public long? ExpiresAt { get; init; }

        public long? LastUsedAt { get; init; }

        public string? Organization { get; init; }

        public string? Project { get; init; }

        public string? Role { get; init; }

        public AccessTokenRecord ToRecord() =>
            new(Id, UserName, Name, Hash, Stored.Time(CreatedAt), Stored.Time(ExpiresAt), Stored.Time(LastUsedAt));
    }
}
