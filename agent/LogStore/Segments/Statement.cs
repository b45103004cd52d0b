using Microsoft.Data.Sqlite;

namespace Pdp.LogStore.Segments;

/// <summary>A statement that is run many times, its parameters <c>$1</c>, <c>$2</c> ….</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var i = 1; i <= parameters; i++) _command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
    }

    public void Run(SqliteTransaction? transaction, params ReadOnlySpan<object> values) => Bind(transaction, values).ExecuteNonQuery();

    public object? Value(SqliteTransaction? transaction, params ReadOnlySpan<object> values) => Bind(transaction, values).ExecuteScalar();

    public SqliteDataReader Rows(SqliteTransaction? transaction, params ReadOnlySpan<object> values) => Bind(transaction, values).ExecuteReader();

    public void Dispose() => _command.Dispose();

    private SqliteCommand Bind(SqliteTransaction? transaction, ReadOnlySpan<object> values)
    {
        _command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++) _command.Parameters[i].Value = values[i];
        return _command;
    }
}
