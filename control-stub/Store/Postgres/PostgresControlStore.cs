using Dapper;
using Npgsql;
using Pdp.ControlStub.Store.Sql;
using Pdp.ControlStub.Store.Sql.Schema;

namespace Pdp.ControlStub.Store.Postgres;

/// <summary>The store in a PostgreSQL database, for any number of processes.</summary>
internal static class PostgresControlStore
{
    /// <summary>The lock of whoever migrates; any number that is no other lock's.</summary>
    private const long MigrationLock = 0x7064705f6d696772;

    /// <summary>All versions of the schema.</summary>
    public static IReadOnlyList<SchemaVersion> Versions { get; } = SchemaScripts.Of("Postgres");

    /// <summary>Opens the database and brings its schema up to date.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public static async Task<IControlStore> OpenAsync(
        PostgresOptions options, StoreLimits limits, TimeProvider time, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        await MigratingAsync(options, time, m => m.Open(), cancellationToken);
        var sources = new PostgresSources(options);
        var listener = new PostgresChangeListener(sources.Long, time, logging.CreateLogger<PostgresChangeListener>());
        var database = new PostgresDatabase(sources, listener, limits, time);
        try
        {
            await listener.Listening.WaitAsync(cancellationToken);
            return new SqlControlStore(database, new PostgresTurns(sources.Turns), limits, time);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings the database to a version of the schema, while processes may be running over it.</summary>
    /// <returns>The version it was at.</returns>
    /// <exception cref="StoreException">It cannot be used, or there is no way to that version.</exception>
    public static async Task<int> MigrateAsync(PostgresOptions options, int? target, TimeProvider time, CancellationToken cancellationToken)
    {
        var before = 0;
        await MigratingAsync(options, time, m => before = m.Migrate(target ?? m.Newest), cancellationToken);
        return before;
    }

    // One process at a time: those that start together find it done.
    private static async Task MigratingAsync(
        PostgresOptions options, TimeProvider time, Action<SchemaMigrator> migrate, CancellationToken cancellationToken)
    {
        try
        {
            await using var sources = new PostgresSources(options);
            await using var connection = await sources.Long.OpenConnectionAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(
                "select pg_advisory_lock(@MigrationLock)", new { MigrationLock }, cancellationToken: cancellationToken));
            migrate(new SchemaMigrator(connection, Versions, time));
        }
        catch (NpgsqlException e)
        {
            throw PostgresErrors.CannotOpen(e);
        }
    }
}
