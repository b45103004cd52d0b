using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;
using Pdp.PlaneStore.Files;

namespace Pdp.PlaneStore.Metrics;

/// <summary>What containers used, over time. Safe for any number of threads; what was appended is in the next answer and survives a crash of the process.</summary>
public sealed class MetricStore : IDisposable
{
    private const string Name = "metrics";

    private static readonly StoreSchema _schema = new(Name, 0x50_44_50_6d, 1, """
        create table sources(
            id integer primary key,
            organization text not null, project text not null, environment text not null, component text not null,
            pod text not null, container text not null, seen integer not null,
            unique(organization, project, environment, component, pod, container));
        create table samples(
            source integer not null, time integer not null, cpu integer, memory integer, restarts integer,
            cpu_request integer, cpu_limit integer, memory_request integer, memory_limit integer, primary key(source, time)) without rowid;
        create table chunks(
            id integer primary key, source integer not null, first integer not null, last integer not null, count integer not null, data blob not null,
            unique(source, first));
        create index chunks_by_time on chunks(last);
        """);

    private readonly PlaneStoreOptions _options;
    private readonly IPlaneStoreEvents _events;
    private readonly TimeProvider _time;
    private readonly StoreFile _file;

    private MetricStore(PlaneStoreOptions options, TimeProvider time, IPlaneStoreEvents events)
    {
        (_options, _time, _events) = (options, time, events);
        _file = StoreFile.Open(options, _schema, events);
    }

    /// <summary>Opens the store. A file that cannot be read is set aside.</summary>
    /// <exception cref="PlaneStoreException">Its directory cannot be used.</exception>
    public static MetricStore Open(PlaneStoreOptions options, TimeProvider time, IPlaneStoreEvents events) => new(options, time, events);

    /// <summary>Bytes in use.</summary>
    public long Bytes => _file.Read(StoreFile.SizeOf);

    /// <summary>Keeps samples: all of them or none.</summary>
    /// <exception cref="PlaneStoreException">None were kept.</exception>
    public void Append(IReadOnlyCollection<(LogSource Source, ContainerSample Sample)> samples)
    {
        if (samples.Count == 0) return;
        _file.Write(connection =>
        {
            foreach (var (source, sample) in samples) SampleTable.Add(connection, SourceTable.Seen(connection, source, sample.Time), sample);
            return 0;
        });
    }

    /// <summary>Packs what there is enough of, and drops what is too old or too much. To be called every few minutes.</summary>
    /// <exception cref="PlaneStoreException">The disk fails.</exception>
    public void Tidy()
    {
        var now = _time.GetUtcNow();
        var dropped = _file.Write(connection =>
        {
            SampleTable.Pack(connection, now.ToUnixTimeMilliseconds());
            var oldest = (now - _options.MaxAge).ToUnixTimeMilliseconds();
            var gone = connection.Execute("delete from samples where time < $1", oldest) + Drop(connection, "last < $1", oldest);
            while (StoreFile.SizeOf(connection) > _options.MaxBytes && Oldest(connection) is { } first) gone += Drop(connection, "last <= $1", first);
            SourceTable.DropEmpty(connection);
            return gone;
        });
        if (dropped == 0) return;
        _file.GiveBack();
        _events.Dropped(Name, dropped);
    }

    /// <summary>Answers a query.</summary>
    /// <exception cref="ArgumentException">A rule of the query is broken; the message names each.</exception>
    /// <exception cref="PlaneStoreException">The file cannot be read now.</exception>
    public MetricAnswer Query(MetricQuery query, CancellationToken cancellationToken)
    {
        if (query.Problems() is { Count: > 0 } problems) throw new ArgumentException(string.Join(' ', problems), nameof(query));
        var (start, end) = (query.Start.ToUnixTimeMilliseconds(), query.End.ToUnixTimeMilliseconds());
        try
        {
            return _file.Read(connection =>
            {
                var found = SourceTable.Find(connection, query.Scopes, start, query.MostContainers + 1);
                var series = new List<MetricSeries>();
                foreach (var (id, source) in found.Take(query.MostContainers))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var steps = query.Measures.Select(measure => new Steps(measure, start, (long)query.Step.TotalMilliseconds)).ToList();
                    foreach (var sample in SampleTable.Between(connection, id, start, end)) steps.ForEach(one => one.Take(sample));
                    series.AddRange(steps.Select(one => one.Series(source)).OfType<MetricSeries>());
                }
                return new MetricAnswer(series, found.Count > query.MostContainers);
            });
        }
        catch (InvalidDataException damage)
        {
            throw new PlaneStoreException("Samples that were kept are damaged; ask for another time, or have the file of the store removed.", damage);
        }
    }

    /// <summary>The pods of some components there are samples of since a time, newest first.</summary>
    /// <param name="scopes">Which components.</param>
    /// <param name="since">Since when.</param>
    /// <param name="most">Most of them.</param>
    /// <exception cref="PlaneStoreException">The file cannot be read now.</exception>
    public IReadOnlyList<string> Pods(IReadOnlyList<LogScope> scopes, DateTimeOffset since, int most) => _file.Read(connection =>
        SourceTable.Find(connection, scopes, since.ToUnixTimeMilliseconds(), int.MaxValue).Select(one => one.Source.Pod).Distinct(StringComparer.Ordinal).Take(most).ToList());

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // A quarter of an hour at a time.
    private static long? Oldest(SqliteConnection connection) =>
        connection.Number("select count(*) from chunks") == 0 ? null : connection.Number("select min(last) from chunks") + 900_000;

    private static long Drop(SqliteConnection connection, string which, long bound)
    {
        var samples = connection.Number($"select coalesce(sum(count), 0) from chunks where {which}", bound);
        connection.Execute($"delete from chunks where {which}", bound);
        return samples;
    }
}
