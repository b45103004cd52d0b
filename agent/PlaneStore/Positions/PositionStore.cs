using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;
using Pdp.PlaneStore.Files;

namespace Pdp.PlaneStore.Positions;

/// <summary>How far the logs of containers were read whose lines are kept elsewhere. Safe for any number of threads; what was set survives a crash.</summary>
public sealed class PositionStore : IDisposable
{
    private static readonly StoreSchema _schema = new("positions", 0x50_44_50_70, 1, """
        create table positions(
            organization text not null, project text not null, environment text not null, component text not null, pod text not null, container text not null,
            run text not null, newest integer not null, taken integer not null, taken_before integer not null,
            primary key(organization, project, environment, component, pod, container)) without rowid;
        """);

    private readonly StoreFile _file;
    private readonly ConcurrentDictionary<LogSource, LogPosition> _known = new();

    private PositionStore(PlaneStoreOptions options, IPlaneStoreEvents events)
    {
        _file = StoreFile.Open(options, _schema, events);
        foreach (var (source, position) in _file.Read(Load)) _known[source] = position;
    }

    /// <summary>Opens the store. A file that cannot be read is set aside.</summary>
    /// <exception cref="PlaneStoreException">Its directory cannot be used.</exception>
    public static PositionStore Open(PlaneStoreOptions options, IPlaneStoreEvents events) => new(options, events);

    /// <summary>How far a source was read; null when nothing of it is known.</summary>
    public LogPosition? Of(LogSource source) => _known.GetValueOrDefault(source);

    /// <summary>Sets how far sources were read: of all of them or of none.</summary>
    /// <exception cref="PlaneStoreException">Of none.</exception>
    public void Set(IReadOnlyCollection<(LogSource Source, LogPosition Position)> positions)
    {
        if (positions.Count == 0) return;
        _file.Write(connection =>
        {
            foreach (var (source, position) in positions)
            {
                connection.Execute(
                    "insert or replace into positions values($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    source.Organization, source.Project, source.Environment, source.Component, source.Pod, source.Container,
                    position.Run, position.Newest.UtcTicks, position.Taken, position.TakenBefore);
            }
            return 0;
        });
        foreach (var (source, position) in positions) _known[source] = position;
    }

    /// <summary>Forgets sources.</summary>
    /// <exception cref="PlaneStoreException">None were forgotten.</exception>
    public void Forget(IReadOnlyCollection<LogSource> sources)
    {
        _file.Write(connection =>
        {
            foreach (var source in sources)
            {
                connection.Execute(
                    "delete from positions where organization = $1 and project = $2 and environment = $3 and component = $4 and pod = $5 and container = $6",
                    source.Organization, source.Project, source.Environment, source.Component, source.Pod, source.Container);
            }
            return 0;
        });
        foreach (var source in sources) _known.TryRemove(source, out _);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static List<(LogSource, LogPosition)> Load(SqliteConnection connection) => connection.Rows(
        "select organization, project, environment, component, pod, container, run, newest, taken, taken_before from positions",
        row => (
            new LogSource(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5)),
            new LogPosition(row.GetString(6), new DateTimeOffset(row.GetInt64(7), TimeSpan.Zero), row.GetInt32(8), row.GetInt32(9))));
}
