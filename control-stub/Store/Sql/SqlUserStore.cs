using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>Users and their grants in the database. Their tokens are in the other part.</summary>
internal sealed partial class SqlUserStore(ISqlDatabase database, StoreLimits limits) : IUserStore
{
    private static readonly string _admin = Role.Admin.Name();

    public async Task<bool> AnyAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync<long>("select 1 from users limit 1", null, cancellationToken)).Count > 0;

    public async Task<int> CountAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync<int>("select count(*) from users", null, cancellationToken))[0];

    public async Task<UserRecord?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<UserRow>(
            $"select {UserRow.Columns} from users u {UserRow.Grants} where u.name = @name {UserRow.Order}", new { name }, cancellationToken);
        return UserRow.ToRecords(rows).SingleOrDefault();
    }

    public async Task<Page<UserRecord>> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<UserRow>(
            $"""
            select {UserRow.Columns} from (select * from users where name > @after order by name limit @limit) u {UserRow.Grants} {UserRow.Order}
            """,
            new { after = after ?? "", limit = limit + 1 },
            cancellationToken);
        return Pages.Cut([.. UserRow.ToRecords(rows)], limit, u => u.Name);
    }

    public Task<bool> AddAsync(string name, string displayName, DateTimeOffset at, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                var added = await InsertAsync(scope, name, displayName, at) > 0;
                if (added)
                    scope.Note([happened]);
                return added;
            },
            cancellationToken);

    public Task<UserChange> DeleteAsync(string name, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                var admins = await AdminsAsync(scope);
                if (admins is [var only] && only == name)
                    return UserChange.LastAdmin;
                await RevokeTokensAsync(scope, name);
                await scope.ExecuteAsync("delete from grants where user_name = @name", new { name });
                return Noted(scope, await scope.ExecuteAsync("delete from users where name = @name", new { name }), happened);
            },
            cancellationToken);

    public Task<UserChange> GrantAsync(string user, Grant grant, DateTimeOffset at, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                if (await IsLastAdminAsync(scope, user, grant.Scope) && grant.Role != Role.Admin)
                    return UserChange.LastAdmin;
                var others = await scope.ScalarAsync<int>(
                    "select count(*) from grants where user_name = @user and not (organization = @Organization and project = @Project)",
                    new { user, grant.Scope.Organization, grant.Scope.Project });
                return others >= limits.GrantsPerUser ? UserChange.Full : Noted(scope, await GrantAsync(scope, user, grant, at), happened);
            },
            cancellationToken);

    public Task<UserChange> RevokeAsync(string user, Scope scope, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (await IsLastAdminAsync(write, user, scope))
                    return UserChange.LastAdmin;
                var taken = await write.ExecuteAsync(
                    "delete from grants where user_name = @user and organization = @Organization and project = @Project",
                    new { user, scope.Organization, scope.Project });
                return Noted(write, taken, happened);
            },
            cancellationToken);

    private static Task<int> InsertAsync(WriteScope scope, string name, string displayName, DateTimeOffset at) =>
        scope.ExecuteAsync(
            "insert into users (name, display_name, created_at) values (@name, @displayName, @at) on conflict do nothing",
            new { name, displayName, at = Stored.Time(at) });

    private static Task<int> GrantAsync(WriteScope scope, string user, Grant grant, DateTimeOffset at) =>
        scope.ExecuteAsync(
            """
            insert into grants (user_name, organization, project, role, granted_at)
            select name, @Organization, @Project, @role, @at from users where name = @user
            on conflict (user_name, organization, project) do update set role = excluded.role, granted_at = excluded.granted_at
            """,
            new { user, grant.Scope.Organization, grant.Scope.Project, role = grant.Role.Name(), at = Stored.Time(at) });

    private static async Task<bool> IsLastAdminAsync(WriteScope write, string user, Scope scope) =>
        scope == Scope.Everything && await AdminsAsync(write) is [var only] && only == user;

    // Locked in order, so that of two who take each other's grant at the same time the second sees what the first did.
    private static Task<List<string>> AdminsAsync(WriteScope scope) =>
        scope.QueryAsync<string>(
            $"select user_name from grants where organization = '*' and project = '*' and role = @role order by user_name {scope.Dialect.Lock}",
            new { role = _admin });

    private static UserChange Noted(WriteScope scope, int rows, NewEvent happened)
    {
        if (rows == 0)
            return UserChange.NotFound;
        scope.Note([happened]);
        return UserChange.Done;
    }
}
