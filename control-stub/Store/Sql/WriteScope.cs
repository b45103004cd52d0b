using System.Data.Common;
using Dapper;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>What a change may use: a connection inside the transaction of its group.</summary>
internal sealed class WriteScope(DbConnection connection, DbTransaction transaction, SqlDialect dialect)
{
    private readonly List<NewEvent> _events = [];
    private readonly List<StoreChange> _changes = [];

    /// <summary>What the database says in its own way.</summary>
    public SqlDialect Dialect => dialect;

    /// <summary>What happened in this group; numbered last, for who numbers makes all others wait until the commit.</summary>
    public IReadOnlyList<NewEvent> Events => _events;

    /// <summary>What is to be told once the group has become durable.</summary>
    public IReadOnlyList<StoreChange> Changes => _changes;

    /// <summary>Notes what happened.</summary>
    public void Note(IEnumerable<NewEvent> happened) => _events.AddRange(happened);

    /// <summary>Tells of a change once it is durable.</summary>
    public void Announce(StoreChange change) => _changes.Add(change);

    /// <summary>Runs a statement.</summary>
    /// <returns>Rows changed.</returns>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) => connection.ExecuteAsync(sql, parameters, transaction);

    /// <summary>Runs a query.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(sql, parameters, transaction)).AsList();

    /// <summary>Reads one value; the type's default when there is no row.</summary>
    public Task<T?> ScalarAsync<T>(string sql, object? parameters = null) => connection.ExecuteScalarAsync<T>(sql, parameters, transaction);
}
