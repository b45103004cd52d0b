using System.Data.Common;
using Dapper;
using Pdp.ControlStub.Store.Sql;

namespace Pdp.ControlStub.Store.Postgres;

/// <summary>A PostgreSQL database, which other processes may use at the same time.</summary>
internal sealed class PostgresDatabase : ISqlDatabase
{
    /// <summary>Tries of a transaction that others got in the way of.</summary>
    private const int Tries = 5;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

    private readonly PostgresSources _sources;
    private readonly PostgresChangeListener _listener;
    private readonly GroupWriter _writer;
    private readonly TimeProvider _time;
    private int _disposed;

    public PostgresDatabase(PostgresSources sources, PostgresChangeListener listener, StoreLimits limits, TimeProvider time)
    {
        (_sources, _listener, _time) = (sources, listener, time);
        _writer = new GroupWriter(TransactAsync, new EventAppender(limits.EventHistory));
    }

    public SqlDialect Dialect { get; } = new PostgresDialect();

    public IChangeFeed Changes => _listener.Changes;

    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _sources.Work.OpenConnectionAsync(cancellationToken);
            var command = new CommandDefinition(sql, parameters, cancellationToken: cancellationToken);
            return (await connection.QueryAsync<T>(command)).AsList();
        }
        catch (Exception e) when (PostgresErrors.IsAway(e))
        {
            throw PostgresErrors.Unavailable(e);
        }
    }

    public Task<T> WriteAsync<T>(Func<WriteScope, Task<T>> change, CancellationToken cancellationToken) =>
        _writer.RunAsync(change, cancellationToken);

    public async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _sources.Long.OpenConnectionAsync(cancellationToken);
        }
        catch (Exception e) when (PostgresErrors.IsAway(e))
        {
            throw PostgresErrors.Unavailable(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        await _writer.DisposeAsync();
        await _listener.DisposeAsync();
        await _sources.DisposeAsync();
    }

    private async Task TransactAsync(Func<WriteScope, Task> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryTransactAsync(work);
                return;
            }
            catch (Exception e) when (PostgresErrors.IsCollision(e) && attempt < Tries)
            {
                await Task.Delay(_pause * (attempt * Random.Shared.NextDouble()), _time);
            }
            catch (Exception e) when (PostgresErrors.IsAway(e))
            {
                throw PostgresErrors.Unavailable(e);
            }
        }
    }

    private async Task TryTransactAsync(Func<WriteScope, Task> work)
    {
        await using var connection = await _sources.Work.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var scope = new WriteScope(connection, transaction, Dialect);
        await work(scope);
        await TellAsync(scope);
        await transaction.CommitAsync();
    }

    // The server tells every listener once the transaction is durable, and in the order of the commits.
    private static async Task TellAsync(WriteScope scope)
    {
        if (scope.Changes.Count > 0)
            await scope.ExecuteAsync(
                "select pg_notify(@channel, message) from unnest(@messages) message",
                new { channel = ChangeMessages.Channel, messages = scope.Changes.SelectMany(ChangeMessages.Of).ToArray() });
    }
}
