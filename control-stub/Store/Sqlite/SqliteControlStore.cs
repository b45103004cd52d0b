using Pdp.ControlStub.Store.Snapshots;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>The store in one SQLite file.</summary>
internal sealed class SqliteControlStore : IControlStore
{
    private readonly SqliteDatabase _database;

    private SqliteControlStore(SqliteDatabase database, StoreLimits limits, TimeProvider time)
    {
        _database = database;
        var events = new SqliteEventLog(database, limits.EventHistory);
        Events = events;
        Planes = new SqlitePlaneStore(database, events, time);
        Tokens = new SqliteTokenStore(database, events, time);
        Intents = new SqliteIntentStore(database, events, limits.IntentsPerPlane);
        Held = new SqliteHeldStore(database, events);
        Sources = new SqliteSourceStore(database);
        Sessions = new SqliteSessionStore(database, events);
        Keys = new SqliteKeyStore(database);
        Snapshots = new SqliteSnapshotStore(database);
    }

    public IPlaneStore Planes { get; }

    public ITokenStore Tokens { get; }

    public IIntentStore Intents { get; }

    public IHeldStore Held { get; }

    public ISourceStore Sources { get; }

    public IEventLog Events { get; }

    public ISessionStore Sessions { get; }

    public ITurns Turns { get; } = new LocalTurns();

    public IChangeFeed Changes => _database.Changes;

    public IKeyStore Keys { get; }

    public ISnapshotStore Snapshots { get; }

    /// <summary>Opens or makes the file.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public static SqliteControlStore Open(string path, StoreLimits limits, TimeProvider time) =>
        new(SqliteDatabase.Open(path, time), limits, time);

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
