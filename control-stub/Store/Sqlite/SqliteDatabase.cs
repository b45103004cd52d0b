using Dapper;
using Microsoft.Data.Sqlite;
using Pdp.ControlStub.Security;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>The database file: one connection that writes, a few that read beside it (WAL).</summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    private const int ReaderCount = 4;

    private readonly SemaphoreSlim _readerSlots = new(ReaderCount);
    private readonly Stack<SqliteConnection> _readers = new();
    private readonly string _connectionString;
    private bool _disposed;

    private SqliteDatabase(string connectionString, SqliteConnection writing)
    {
        _connectionString = connectionString;
        Writer = new SqliteWriter(writing, Changes);
    }

    /// <summary>What has become durable.</summary>
    public ChangeBroadcast Changes { get; } = new();

    /// <summary>Every change goes through here.</summary>
    public SqliteWriter Writer { get; }

    /// <summary>Opens or makes the file and brings its schema up to date.</summary>
    /// <exception cref="StoreException">It cannot be opened, is damaged, or was written by a newer program.</exception>
    public static SqliteDatabase Open(string path, TimeProvider time)
    {
        SQLitePCL.Batteries_V2.Init();
        var text = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 }.ToString();
        var connection = new SqliteConnection(text);
        try
        {
            // Documents may hold what should have been a secret: SQLite gives its other files the rights of this one.
            if (!File.Exists(path))
                PrivateFile.Write(path, "");
            connection.Open();
            // FULL: what was acknowledged to an operator or agent outlives the loss of power.
            Pragma(connection, "journal_mode = wal");
            Pragma(connection, "synchronous = full");
            SqliteMigrations.Apply(connection, time);
            // The file serves one process at a time: whoever sat there before is gone.
            connection.Execute("update seats set session = null");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            connection.Dispose();
            throw new StoreException("The database file cannot be made: check the data directory's rights and disk.", e);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new StoreException($"The database file cannot be used (SQLite error {e.SqliteErrorCode}): check the data directory's rights and disk, or restore it.", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return new SqliteDatabase(text, connection);
    }

    /// <summary>Reads a consistent state as of the newest commit.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, SqliteTransaction, T> query, CancellationToken cancellationToken)
    {
        await _readerSlots.WaitAsync(cancellationToken);
        try
        {
            var connection = Take();
            try
            {
                using var transaction = connection.BeginTransaction(deferred: true);
                return query(connection, transaction);
            }
            finally
            {
                lock (_readers)
                    _readers.Push(connection);
            }
        }
        finally
        {
            _readerSlots.Release();
        }
    }

    /// <summary>A connection of the caller's own, for what takes long.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        Pragma(connection, "synchronous = full");
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await Writer.DisposeAsync();
        for (var i = 0; i < ReaderCount; i++)
            await _readerSlots.WaitAsync();
        foreach (var reader in _readers)
            await reader.DisposeAsync();
        _readerSlots.Dispose();
    }

    private SqliteConnection Take()
    {
        lock (_readers)
        {
            if (_readers.TryPop(out var idle))
                return idle;
        }

        var connection = Connect();
        Pragma(connection, "query_only = true");
        return connection;
    }

    private static void Pragma(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "pragma " + text;
        command.ExecuteNonQuery();
    }
}
