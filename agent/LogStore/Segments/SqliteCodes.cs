using Microsoft.Data.Sqlite;

namespace Pdp.LogStore.Segments;

/// <summary>What SQLite's error codes mean for a segment.</summary>
internal static class SqliteCodes
{
    /// <summary>No room: SQLITE_FULL.</summary>
    public static bool IsFull(this SqliteException e) => e.SqliteErrorCode == 13;

    /// <summary>The file is not what it was: SQLITE_CORRUPT, SQLITE_NOTADB, or a table of ours is not in it (SQLITE_ERROR).</summary>
    public static bool IsDamage(this Exception e) => e is InvalidDataException or SqliteException { SqliteErrorCode: 11 or 26 or 1 };
}
