using Pdp.ControlStub.Store.Sql;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>The store in one SQLite file, for one process.</summary>
internal static class SqliteControlStore
{
    /// <summary>Opens or makes the file.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public static IControlStore Open(string path, StoreLimits limits, TimeProvider time) =>
        new SqlControlStore(SqliteDatabase.Open(path, limits, time), new LocalTurns(), limits, time);
}
