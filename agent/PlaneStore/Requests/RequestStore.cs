using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;
using Pdp.PlaneStore.Files;

namespace Pdp.PlaneStore.Requests;

/// <summary>What pods counted of their requests, over time. Safe for any number of threads; what was appended is in the next answer and survives a crash.</summary>
public sealed class RequestStore : IDisposable
{
    /// <summary>Most endpoints in one answer; those seen last.</summary>
    public const int MostEndpoints = 200;

    private const string Name = "requests";

    private static readonly StoreSchema _schema = new(Name, 0x50_44_50_71, 1, """
        create table endpoints(
            id integer primary key,
            organization text not null, project text not null, environment text not null, component text not null, labels text not null, seen integer not null,
            unique(organization, project, environment, component, labels));
        create table counts(
            endpoint integer not null, time integer not null, span integer not null, requests real not null, errors real, buckets blob,
            primary key(endpoint, time)) without rowid;
        create index counts_by_time on counts(time);
        """);

    private readonly PlaneStoreOptions _options;
    private readonly IPlaneStoreEvents _events;
    private readonly TimeProvider _time;
    private readonly StoreFile _file;

    private RequestStore(PlaneStoreOptions options, TimeProvider time, IPlaneStoreEvents events)
    {
        (_options, _time, _events) = (options, time, events);
        _file = StoreFile.Open(options, _schema, events);
    }

    /// <summary>Opens the store. A file that cannot be read is set aside.</summary>
    /// <exception cref="PlaneStoreException">Its directory cannot be used.</exception>
    public static RequestStore Open(PlaneStoreOptions options, TimeProvider time, IPlaneStoreEvents events) => new(options, time, events);

    /// <summary>Bytes in use.</summary>
    public long Bytes => _file.Read(StoreFile.SizeOf);

    /// <summary>Keeps counts: all of them or none.</summary>
    /// <param name="at">When they were made.</param>
    /// <param name="span">Over how long; more than nothing.</param>
    /// <param name="counts">One for each endpoint.</param>
    /// <exception cref="PlaneStoreException">None were kept.</exception>
    public void Append(DateTimeOffset at, TimeSpan span, IReadOnlyCollection<RequestCount> counts)
    {
        if (counts.Count == 0) return;
        var (time, length) = (at.ToUnixTimeMilliseconds(), Math.Max(1, (long)span.TotalMilliseconds));
        _file.Write(connection =>
        {
            foreach (var count in counts)
            {
                connection.Execute(
                    "insert or replace into counts(endpoint, time, span, requests, errors, buckets) values($1, $2, $3, $4, $5, $6)",
                    EndpointTable.Seen(connection, count, time), time, length, count.Requests, count.Errors, Buckets.Pack(count.Buckets));
            }
            return 0;
        });
    }

    /// <summary>Requests by endpoint and step, and whether there are more endpoints than were looked at.</summary>
    /// <param name="scopes">Of these components; none finds nothing.</param>
    /// <param name="start">From this time on.</param>
    /// <param name="end">Before this time.</param>
    /// <param name="step">From step to step; more than nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlaneStoreException">The file cannot be read now.</exception>
    public (IReadOnlyList<RequestSeries> Series, bool IsPartial) Query(
        IReadOnlyList<LogScope> scopes, DateTimeOffset start, DateTimeOffset end, TimeSpan step, CancellationToken cancellationToken)
    {
        var (first, last) = (start.ToUnixTimeMilliseconds(), end.ToUnixTimeMilliseconds());
        return _file.Read(connection =>
        {
            var found = EndpointTable.Find(connection, scopes, first, MostEndpoints + 1);
            var series = new List<RequestSeries>();
            foreach (var (id, place, labels) in found.Take(MostEndpoints))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var steps = new RequestSteps(first, (long)step.TotalMilliseconds);
                Gather(connection, steps, id, first, last);
                if (steps.All() is { Count: > 0 } all) series.Add(new RequestSeries(place, labels, all));
            }
            return (series, found.Count > MostEndpoints);
        });
    }

    /// <summary>Drops what is too old or too much. To be called every few minutes.</summary>
    /// <exception cref="PlaneStoreException">The disk fails.</exception>
    public void Tidy()
    {
        var oldest = (_time.GetUtcNow() - _options.MaxAge).ToUnixTimeMilliseconds();
        var dropped = _file.Write(connection =>
        {
            long gone = connection.Execute("delete from counts where time < $1", oldest);
            // A quarter of an hour at a time.
            while (StoreFile.SizeOf(connection) > _options.MaxBytes && connection.Number("select min(time) from counts") is > 0 and var first)
                gone += connection.Execute("delete from counts where time < $1", first + 900_000);
            EndpointTable.DropEmpty(connection);
            return gone;
        });
        if (dropped == 0) return;
        _file.GiveBack();
        _events.Dropped(Name, dropped);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void Gather(SqliteConnection connection, RequestSteps steps, long endpoint, long start, long end)
    {
        using var command = connection.Command(
            "select time, span, requests, errors, buckets from counts where endpoint = $1 and time >= $2 and time < $3 order by time", endpoint, start, end);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            steps.Take(
                rows.GetInt64(0), rows.GetInt64(1), rows.GetDouble(2), rows.IsDBNull(3) ? null : rows.GetDouble(3), rows.IsDBNull(4) ? null : (byte[])rows.GetValue(4));
        }
    }
}
