using Npgsql;

namespace Pdp.ControlStub.Store.Postgres;

/// <summary>What errors of PostgreSQL mean to the rest of the program.</summary>
internal static class PostgresErrors
{
    /// <summary>Classes of errors by which the server says that it cannot now: connection, resources, intervention of an operator, system.</summary>
    private static readonly string[] _away = ["08", "53", "57", "58"];

    /// <summary>Another transaction was in the way; the same again may well succeed.</summary>
    public static bool IsCollision(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>The database cannot be reached, or does not answer.</summary>
    public static bool IsAway(Exception error) => error switch
    {
        PostgresException e => _away.Contains(e.SqlState[..2]),
        NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or EndOfStreamException => true,
        _ => false,
    };

    /// <summary>What to throw instead, where the database is away.</summary>
    public static StoreUnavailableException Unavailable(Exception error) =>
        new($"The database does not answer ({Kind(error)}).", error);

    /// <summary>What to tell an operator when the database cannot be opened. Never repeats the connection.</summary>
    public static StoreException CannotOpen(Exception error) =>
        new($"The PostgreSQL database cannot be used ({Kind(error)}): check that it runs, and the connection, user, password and rights.", error);

    private static string Kind(Exception error) => error switch
    {
        PostgresException e => $"{e.SqlState} {e.MessageText}",
        { InnerException: System.Net.Sockets.SocketException e } => e.SocketErrorCode.ToString(),
        _ => error.GetType().Name,
    };
}
