using Dapper;
using Microsoft.Data.Sqlite;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>What a change may use: the writing connection inside the transaction of its group.</summary>
internal sealed class WriteScope(SqliteConnection connection)
{
    /// <summary>The transaction of the group.</summary>
    public SqliteTransaction Transaction { get; set; } = null!;

    /// <summary>What is to be told once the group has become durable.</summary>
    public List<StoreChange> Changes { get; } = [];

    /// <summary>Tells of a change once it is durable.</summary>
    public void Announce(StoreChange change) => Changes.Add(change);

    /// <summary>Runs a statement.</summary>
    /// <returns>Rows changed.</returns>
    public int Execute(string sql, object? parameters = null) => connection.Execute(sql, parameters, Transaction);

    /// <summary>Runs a query.</summary>
    public IEnumerable<T> Query<T>(string sql, object? parameters = null) => connection.Query<T>(sql, parameters, Transaction);

    /// <summary>Reads one value; the type's default when there is no row.</summary>
    public T? Scalar<T>(string sql, object? parameters = null) => connection.ExecuteScalar<T>(sql, parameters, Transaction);
}
