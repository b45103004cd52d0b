using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;
using Pdp.PlaneStore.Files;

namespace Pdp.PlaneStore.Metrics;

/// <summary>What containers used, over time. Safe for any number of threads; what was appended is in the next answer and survives a crash of the process.</summary>
public sealed class MetricStore : KeptFile
{
    private static readonly StoreSchema _schema = new("metrics", 0x50_44_50_6d, 1, """
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

    private MetricStore(PlaneStoreOptions options, TimeProvider time, IPlaneStoreEvents events)
        : base(_schema, options, time, events)
    {
    }

    /// <summary>Opens the store. A file that cannot be read is set aside.</summary>
    /// <exception cref="PlaneStoreException">Its directory cannot be used.</exception>
    public static MetricStore Open(PlaneStoreOptions options, TimeProvider time, IPlaneStoreEvents events) => new(options, time, events);

    /// <summary>Keeps samples: all of them or none.</summary>
    /// <exception cref="PlaneStoreException">None were kept.</exception>
    public void Append(IReadOnlyCollection<(LogSource Source, ContainerSample Sample)> samples)
    {
        if (samples.Count == 0) return;
        File.Write(connection =>
        {
            foreach (var (source, sample) in samples) SampleTable.Add(connection, SourceTable.Seen(connection, source, sample.Time), sample);
            return 0;
        });
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
            return File.Read(connection =>
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
    public IReadOnlyList<string> Pods(IReadOnlyList<LogScope> scopes, DateTimeOffset since, int most) => File.Read(connection =>
        SourceTable.Find(connection, scopes, since.ToUnixTimeMilliseconds(), int.MaxValue).Select(one => one.Source.Pod).Distinct(StringComparer.Ordinal).Take(most).ToList());

    // What there is enough of is packed first: it takes a fraction of the room.
    private protected override long Drop(SqliteConnection connection, long now, long oldest)
    {
        SampleTable.Pack(connection, now);
        var gone = connection.Execute("delete from samples where time < $1", oldest) + Drop(connection, "last < $1", oldest);
        while (IsTooLarge(connection) && Oldest(connection) is { } first) gone += Drop(connection, "last <= $1", first);
        SourceTable.DropEmpty(connection);
        return gone;
    }

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
