using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store.Sql;
using Pdp.ControlStub.Store.Sql.Schema;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>The database file: one connection that writes, a few that read beside it (WAL).</summary>
internal sealed class SqliteDatabase : ISqlDatabase
{
    private const int ReaderCount = 4;

    private readonly SemaphoreSlim _readerSlots = new(ReaderCount);
    private readonly Stack<SqliteConnection> _readers = new();
    private readonly ChangeBroadcast _changes = new();
    private readonly SqliteConnection _writing;
    private readonly GroupWriter _writer;
    private bool _disposed;

    private SqliteDatabase(SqliteConnection writing, StoreLimits limits)
    {
        _writing = writing;
        _writer = new GroupWriter(TransactAsync, new EventAppender(limits.EventHistory));
    }

    /// <summary>All versions of the schema.</summary>
    public static IReadOnlyList<SchemaVersion> Versions { get; } = SchemaScripts.Of("Sqlite");

    public SqlDialect Dialect { get; } = new SqliteDialect();

    public IChangeFeed Changes => _changes;

    /// <summary>Opens or makes the file and brings its schema up to date.</summary>
    /// <exception cref="StoreException">It cannot be opened, is damaged, or was written by a newer program.</exception>
    public static SqliteDatabase Open(string path, StoreLimits limits, TimeProvider time) =>
        Using(path, connection =>
        {
            new SchemaMigrator(connection, Versions, time).Open();
            // The file serves one process at a time: whoever sat there before is gone.
            connection.Execute("update seats set session = null");
            return new SqliteDatabase(connection, limits);
        });

    /// <summary>Brings a file that nobody serves to a version of the schema.</summary>
    /// <returns>The version it was at.</returns>
    /// <exception cref="StoreException">It cannot be used, or there is no way to that version.</exception>
    public static int Migrate(string path, int? target, TimeProvider time) =>
        Using(path, connection =>
        {
            using var closing = connection;
            var migrator = new SchemaMigrator(connection, Versions, time);
            return migrator.Migrate(target ?? migrator.Newest);
        });

    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await _readerSlots.WaitAsync(cancellationToken);
        try
        {
            var connection = Take();
            try
            {
                return connection.Query<T>(sql, parameters).AsList();
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

    public Task<T> WriteAsync<T>(Func<WriteScope, Task<T>> change, CancellationToken cancellationToken) =>
        _writer.RunAsync(change, cancellationToken);

    public Task<DbConnection> ConnectAsync(CancellationToken cancellationToken) => Task.FromResult<DbConnection>(Connect());

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _writer.DisposeAsync();
        await _writing.DisposeAsync();
        for (var i = 0; i < ReaderCount; i++)
            await _readerSlots.WaitAsync();
        foreach (var reader in _readers)
            await reader.DisposeAsync();
        _readerSlots.Dispose();
    }

    private static T Using<T>(string path, Func<SqliteConnection, T> use)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 }.ToString());
        try
        {
            // Documents may hold what should have been a secret: SQLite gives its other files the rights of this one.
            if (!File.Exists(path))
                PrivateFile.Write(path, "");
            connection.Open();
            Prepare(connection);
            return use(connection);
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
    }

    private async Task TransactAsync(Func<WriteScope, Task> work)
    {
        await using var transaction = _writing.BeginTransaction(deferred: false);
        var scope = new WriteScope(_writing, transaction, Dialect);
        await work(scope);
        await transaction.CommitAsync();
        foreach (var change in scope.Changes)
            _changes.Tell(change);
    }

    private SqliteConnection Take()
    {
        lock (_readers)
        {
            if (_readers.TryPop(out var idle))
                return idle;
        }

        var connection = Connect();
        connection.Execute("pragma query_only = true");
        return connection;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_writing.ConnectionString);
        connection.Open();
        Prepare(connection);
        return connection;
    }

    // FULL: what was acknowledged to an operator or agent outlives the loss of power.
    private static void Prepare(SqliteConnection connection)
    {
        connection.Execute("pragma journal_mode = wal");
        connection.Execute("pragma synchronous = full");
    }
}
