using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;

namespace Pdp.LogStore.Segments;

/// <summary>
/// Writes one segment. Lines of a source are first kept as they come, in small loose blocks; when there are enough for a whole one they are packed
/// together. After an exception the writer is of no more use: the file holds what was committed, and is opened anew.
/// </summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SegmentStatements _statements;
    private readonly BlockPacker _packer;

    private SegmentWriter(SqliteConnection connection, SegmentState state)
    {
        (_connection, State) = (connection, state);
        _statements = new SegmentStatements(connection);
        _packer = new BlockPacker(_statements, state);
    }

    public SegmentState State { get; }

    /// <summary>Bytes of the file.</summary>
    public long Size { get; private set; }

    /// <summary>Makes the file, with positions brought over from segments before; it appears whole or not at all.</summary>
    public static void Create(string path, IReadOnlyDictionary<LogSource, StoredPosition> positions, DateTimeOffset now)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);
        using (var connection = SegmentSchema.Connect(unfinished, create: true))
        {
            SegmentSchema.Create(connection, now.UtcTicks);
            using var writer = new SegmentWriter(connection, SegmentStateReader.Read(connection));
            using var transaction = connection.BeginTransaction(deferred: false);
            foreach (var (source, position) in positions) writer.Move(source, writer.SourceId(source, transaction), position, transaction);
            transaction.Commit();
        }
        File.Move(unfinished, path);
    }

    /// <exception cref="InvalidDataException">It is not a segment of this version.</exception>
    /// <exception cref="SqliteException">It cannot be opened, or is damaged.</exception>
    public static SegmentWriter Open(string path, Action<SqliteConnection>? opened = null)
    {
        var connection = SegmentSchema.Connect(path, create: false);
        try
        {
            // In this mode a loss of power may take the last transactions, positions with them: those lines are read again from the pods' logs.
            SegmentSchema.Execute(connection, "pragma synchronous = normal; pragma cache_size = -4096; pragma journal_size_limit = 8388608");
            SegmentSchema.Upgrade(connection);
            opened?.Invoke(connection);
            var writer = new SegmentWriter(connection, SegmentStateReader.Read(connection));
            writer.Measure();
            return writer;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Stores batches in one transaction; their entries get the ids from <paramref name="firstId"/> on.</summary>
    public void Append(IReadOnlyList<SourceBatch> batches, long firstId, long version, DateTimeOffset now)
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        foreach (var batch in batches)
        {
            var id = SourceId(batch.Source, transaction);
            if (batch.Entries.Count > 0) _packer.Add(id, batch, ref firstId, transaction);
            if (batch.Position is { } position) Move(batch.Source, id, new StoredPosition(position, version), transaction);
        }
        State.Touched = now.UtcTicks;
        _statements.Touch.Run(transaction, State.Touched);
        transaction.Commit();
        Measure();
    }

    /// <summary>Forgets how far sources were read.</summary>
    public void Forget(LogSource source)
    {
        if (!State.Positions.ContainsKey(source)) return;
        _statements.DropPosition.Run(null, State.Sources[source]);
        State.Positions.Remove(source);
    }

    /// <summary>Packs what is loose and leaves nothing in the log of changes. Nothing is written after it.</summary>
    public void Seal()
    {
        using (var transaction = _connection.BeginTransaction(deferred: false))
        {
            _packer.PackAll(transaction);
            transaction.Commit();
        }
        SegmentSchema.Execute(_connection, "pragma wal_checkpoint(truncate)");
        Measure();
    }

    public void Dispose()
    {
        _statements.Dispose();
        _connection.Dispose();
    }

    private long SourceId(LogSource source, SqliteTransaction transaction)
    {
        if (State.Sources.TryGetValue(source, out var known)) return known;
        var id = (long)_statements.AddSource.Value(
            transaction, source.Organization, source.Project, source.Environment, source.Component, source.Pod, source.Container)!;
        return State.Sources[source] = id;
    }

    private void Move(LogSource source, long id, StoredPosition position, SqliteTransaction transaction)
    {
        var (at, version) = position;
        _statements.SetPosition.Run(transaction, id, at.Run, at.Newest.UtcTicks, (long)at.Taken, (long)at.TakenBefore, version, at.Ahead?.UtcTicks ?? 0);
        State.Positions[source] = position;
    }

    private void Measure() => Size = (long)_statements.PageCount.Value(null)! * SegmentLimits.PageBytes;
}
