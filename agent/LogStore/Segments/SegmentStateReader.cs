using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;
using Pdp.LogStore.Blocks;

namespace Pdp.LogStore.Segments;

/// <summary>Reads what a segment's file says of itself.</summary>
internal static class SegmentStateReader
{
    private static readonly string[] HeaderColumns = ["id", "source", "first", "last", "min_time", "max_time", "levels", "count", "bytes", "packed"];

    /// <summary>The columns <see cref="Header"/> reads.</summary>
    public static string Columns { get; } = string.Join(", ", HeaderColumns);

    /// <exception cref="InvalidDataException">It is not a segment of this version.</exception>
    /// <exception cref="SqliteException">It is damaged.</exception>
    public static SegmentState Read(SqliteConnection connection)
    {
        if (!SegmentSchema.IsCurrent(connection)) throw new InvalidDataException("The file is not a segment of this version.");
        var state = new SegmentState
        {
            Created = SegmentSchema.Number(connection, "select created from about"),
            Touched = SegmentSchema.Number(connection, "select touched from about"),
            NextBlock = SegmentSchema.Number(connection, "select max(id) from blocks") + 1,
        };
        foreach (var (id, source) in Sources(connection)) state.Sources[source] = id;
        var names = state.Sources.ToDictionary(pair => pair.Value, pair => pair.Key);
        ReadPositions(connection, state, names);
        ReadBlocks(connection, state, names);
        return state;
    }

    public static List<(long Id, LogSource Source)> Sources(SqliteConnection connection) => Rows(
        connection,
        "select id, organization, project, environment, component, pod, container from sources",
        row => (row.GetInt64(0), new LogSource(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6))));

    public static BlockHeader Header(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt32(6), row.GetInt32(7),
        row.GetInt32(8), row.GetInt64(9) != 0);

    private static void ReadPositions(SqliteConnection connection, SegmentState state, Dictionary<long, LogSource> names)
    {
        foreach (var (id, position) in Rows(connection, "select source, run, newest, taken, taken_before, version, ahead from positions", Position))
        {
            if (!names.TryGetValue(id, out var source)) throw new InvalidDataException("A position of the segment has no source.");
            state.Positions[source] = position;
        }
    }

    private static void ReadBlocks(SqliteConnection connection, SegmentState state, Dictionary<long, LogSource> names)
    {
        foreach (var block in Rows(connection, $"select {Columns} from blocks order by id", Header))
        {
            if (!names.TryGetValue(block.Source, out var source)) throw new InvalidDataException("A block of the segment has no source.");
            state.Bounds = state.Bounds.With(block);
            state.Count(source, block.Bytes);
            if (block.Packed) continue;
            if (!state.Loose.TryGetValue(block.Source, out var loose)) state.Loose[block.Source] = loose = [];
            loose.Add(block);
        }
    }

    private static (long Source, StoredPosition Position) Position(SqliteDataReader row)
    {
        var newest = new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero);
        DateTimeOffset? ahead = row.GetInt64(6) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        return (row.GetInt64(0), new StoredPosition(new LogPosition(row.GetString(1), newest, row.GetInt32(3), row.GetInt32(4), ahead), row.GetInt64(5)));
    }

    private static List<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        var all = new List<T>();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read()) all.Add(read(rows));
        return all;
    }
}
