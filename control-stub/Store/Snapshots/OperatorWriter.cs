using System.Data.Common;
using Dapper;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store.Sql;

namespace Pdp.ControlStub.Store.Snapshots;

/// <summary>Writes operators into a database.</summary>
internal sealed class OperatorWriter(DbConnection connection, DbTransaction transaction)
{
    public Task UserAsync(UserSnapshot user) => InsertAsync(
        "insert into users (name, display_name, created_at) values (@Name, @DisplayName, @at) on conflict do nothing",
        new { user.Name, user.DisplayName, at = Stored.Time(user.CreatedAt) });

    public Task GrantAsync(GrantSnapshot grant) => InsertAsync(
        """
        insert into grants (user_name, organization, project, role, granted_at) values (@User, @Organization, @Project, @Role, @at)
        on conflict do nothing
        """,
        new { grant.User, grant.Organization, grant.Project, grant.Role, at = Stored.Time(grant.GrantedAt) });

    public Task TokenAsync(AccessTokenRecord token) => InsertAsync(
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

    /// <summary>The one token of a backup from before there were users: whoever had it becomes the first of them.</summary>
    public async Task FirstAsync(TokenRecord token)
    {
        if (token.RevokedAt is not null)
            return;
        await UserAsync(new UserSnapshot(UserName.First, "", token.CreatedAt));
        await GrantAsync(new GrantSnapshot(UserName.First, Role.Admin.Name(), Scope.Any, Scope.Any, token.CreatedAt));
        await TokenAsync(new AccessTokenRecord(token.Id, UserName.First, AccessTokens.FirstName, token.Hash, token.CreatedAt));
    }

    private Task InsertAsync(string sql, object row) => connection.ExecuteAsync(sql, row, transaction);
}
