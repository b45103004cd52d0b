using Dapper;
using Npgsql;

namespace Pdp.ControlStub.Store.Postgres;

/// <summary>
/// Turns among all processes over a database: advisory locks, which end with the connection and so with the process. Within a process
/// they queue first, so that a plane never takes more than one connection.
/// </summary>
internal sealed class PostgresTurns(NpgsqlDataSource source) : ITurns
{
    private readonly LocalTurns _local = new();

    public async Task<IAsyncDisposable> TakeAsync(string plane, CancellationToken cancellationToken)
    {
        var local = await _local.TakeAsync(plane, cancellationToken);
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken);
            return await LockAsync(plane, local, connection, cancellationToken);
        }
        catch (Exception e)
        {
            await local.DisposeAsync();
            if (PostgresErrors.IsAway(e))
                throw PostgresErrors.Unavailable(e);
            throw;
        }
    }

    private static async Task<Turn> LockAsync(string plane, IAsyncDisposable local, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "select pg_advisory_lock(hashtextextended(@plane, 0))", new { plane }, cancellationToken: cancellationToken));
            return new Turn(plane, local, connection);
        }
        catch
        {
            // Given up while waiting, the lock may still have come: a connection that is closed for good holds none.
            NpgsqlConnection.ClearPool(connection);
            await connection.DisposeAsync();
            throw;
        }
    }

    private sealed class Turn(string plane, IAsyncDisposable local, NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await connection.ExecuteAsync("select pg_advisory_unlock(hashtextextended(@plane, 0))", new { plane });
            }
            catch (Exception e) when (PostgresErrors.IsAway(e))
            {
                // The lock went with its connection.
            }
            finally
            {
                await connection.DisposeAsync();
                await local.DisposeAsync();
            }
        }
    }
}
