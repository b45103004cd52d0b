using System.Globalization;
using Npgsql;

namespace Pdp.ControlStub.Store.Postgres;

/// <summary>The pools of connections to one database.</summary>
internal sealed class PostgresSources : IAsyncDisposable
{
    /// <summary>Planes that may be worked on at once by this process; each holds a connection while it has its turn or waits for it.</summary>
    private const int MostTurns = 8;

    private const int ConnectSeconds = 5;
    private const int KeepAliveSeconds = 10;
    private const int StatementsKept = 64;

    public PostgresSources(PostgresOptions options)
    {
        Work = Source(options, options.PoolSize, options.TimeoutSeconds);
        Turns = Source(options, MostTurns, timeoutSeconds: 0);
        // Opened for a start, a backup or the listener: long work, and not often.
        Long = Source(options, MostTurns, timeoutSeconds: 0);
    }

    /// <summary>For queries and changes.</summary>
    public NpgsqlDataSource Work { get; }

    /// <summary>For turns, which wait as long as it takes. A pool of its own, so that those who wait cannot starve the one whose turn it is.</summary>
    public NpgsqlDataSource Turns { get; }

    /// <summary>For what may take long.</summary>
    public NpgsqlDataSource Long { get; }

    public async ValueTask DisposeAsync()
    {
        await Work.DisposeAsync();
        await Turns.DisposeAsync();
        await Long.DisposeAsync();
    }

    private static NpgsqlDataSource Source(PostgresOptions options, int size, int timeoutSeconds)
    {
        var builder = PostgresAddress.Parse(options.Connection);
        builder.ApplicationName ??= "pdp-control";
        builder.MaxPoolSize = size;
        builder.Timeout = ConnectSeconds;
        builder.KeepAlive = KeepAliveSeconds;
        // The server gives up first and says why; the client only where the server is gone.
        builder.CommandTimeout = timeoutSeconds == 0 ? 0 : timeoutSeconds + ConnectSeconds;
        builder.Options = string.Create(
            CultureInfo.InvariantCulture,
            $"{builder.Options} -c statement_timeout={timeoutSeconds}s -c idle_in_transaction_session_timeout={(timeoutSeconds == 0 ? 0 : timeoutSeconds * 6)}s").Trim();
        builder.MaxAutoPrepare = StatementsKept;
        // Nothing here leaves state on a connection.
        builder.NoResetOnClose = true;
        builder.Enlist = false;
        return NpgsqlDataSource.Create(builder);
    }
}
