using Microsoft.Data.Sqlite;
using Pdp.PlaneStore.Files;

namespace Pdp.PlaneStore.Events;

/// <summary>
/// Events, kept longer than the cluster keeps them. Safe for any number of threads; what was kept is in the next answer and survives a crash of the
/// process.
/// </summary>
public sealed class EventStore : KeptFile
{
    private static readonly StoreSchema _schema = new("events", 0x50_44_50_65, 1, """
        create table events(
            id integer primary key, uid text not null unique, time integer not null, first integer not null, count integer not null,
            organization text not null, project text not null, environment text not null, component text not null,
            origin integer not null, type integer not null, reason text not null, message text not null, kind text not null, name text not null);
        create index events_by_time on events(time, id);
        """);

    private EventStore(PlaneStoreOptions options, TimeProvider time, IPlaneStoreEvents events)
        : base(_schema, options, time, events)
    {
    }

    /// <summary>Opens the store. A file that cannot be read is set aside.</summary>
    /// <exception cref="PlaneStoreException">Its directory cannot be used.</exception>
    public static EventStore Open(PlaneStoreOptions options, TimeProvider time, IPlaneStoreEvents events) => new(options, time, events);

    /// <summary>
    /// Keeps events, all of them or none. One that is known is brought up to date and stays with the component it was of first: what it happened to may
    /// be gone by now, and with it who it belonged to. Neither its count nor its time ever go back.
    /// </summary>
    /// <exception cref="PlaneStoreException">None were kept.</exception>
    public void Keep(IReadOnlyCollection<PlaneEvent> events)
    {
        if (events.Count == 0) return;
        File.Write(connection =>
        {
            foreach (var one in events) Keep(connection, one);
            return 0;
        });
    }

    /// <summary>Answers a query.</summary>
    /// <exception cref="ArgumentException">A rule of the query is broken; the message names each.</exception>
    /// <exception cref="PlaneStoreException">The file cannot be read now.</exception>
    public EventPage Query(EventQuery query, CancellationToken cancellationToken) => query.Problems() is { Count: > 0 } problems
        ? throw new ArgumentException(string.Join(' ', problems), nameof(query))
        : File.Read(connection => EventReading.Read(connection, query, cancellationToken));

    private protected override long Drop(SqliteConnection connection, long now, long oldest)
    {
        long gone = connection.Execute("delete from events where time < $1", oldest);
        while (IsTooLarge(connection))
        {
            // A tenth, and one at least.
            var share = (connection.Number("select count(*) from events") / 10) + 1;
            var went = connection.Execute("delete from events where id in (select id from events order by time, id limit $1)", share);
            if (went == 0) break;
            gone += went;
        }
        return gone;
    }

    private static void Keep(SqliteConnection connection, PlaneEvent one) => connection.Execute(
        """
        insert into events(uid, time, first, count, organization, project, environment, component, origin, type, reason, message, kind, name)
        values($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict(uid) do update set
            time = max(time, excluded.time), first = min(first, excluded.first), count = max(count, excluded.count), message = excluded.message
        """,
        one.Id, one.Time.ToUnixTimeMilliseconds(), one.FirstTime.ToUnixTimeMilliseconds(), one.Count, one.Organization, one.Project, one.Environment,
        one.Component, (long)one.Origin, (long)one.Type, one.Reason, one.Message, one.Kind, one.Name);
}
