using Dapper;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>Events in the database; those who wait are woken after the commit.</summary>
internal sealed class SqliteEventLog : IEventLog
{
    /// <summary>Events between two looks for what is too old.</summary>
    private const int TrimEvery = 256;

    private readonly SqliteDatabase _database;
    private readonly int _history;
    private readonly NewsSignal _news = new();

    public SqliteEventLog(SqliteDatabase database, int history)
    {
        (_database, _history) = (database, history);
        database.Changes.Subscribe(_news.Hear);
    }

    public Task AppendAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken) =>
        events.Count == 0
            ? Task.CompletedTask
            : _database.Writer.RunAsync(scope => Append(scope, events), cancellationToken);

    public Task<EventPage> ReadAsync(long after, EventFilter filter, int limit, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            (connection, transaction) =>
            {
                var newest = connection.ExecuteScalar<long>("select coalesce(max(seq), 0) from sqlite_sequence where name = 'events'", transaction: transaction);
                var oldest = connection.ExecuteScalar<long?>("select min(number) from events", transaction: transaction);
                var rows = connection.Query<EventRow>(
                    """
                    select number, type, at, plane, intent, data from events
                    where number > @after and (@plane is null or plane = @plane) and (@intent is null or intent = @intent)
                    order by number limit @limit
                    """,
                    new { after, limit, plane = filter.Plane, intent = filter.Intent },
                    transaction).Select(r => r.ToRecord()).ToList();
                var next = rows.Count == limit ? rows[^1].Number : Math.Max(after, newest);
                return new EventPage(rows, oldest ?? newest + 1, newest, next);
            },
            cancellationToken);

    public Task WaitAsync(long after, CancellationToken cancellationToken) => _news.WaitAsync(after, cancellationToken);

    /// <summary>Adds events as part of a change.</summary>
    public long Append(WriteScope scope, IReadOnlyList<NewEvent> events)
    {
        long number = 0;
        foreach (var e in events)
        {
            number = scope.Scalar<long>(
                "insert into events (type, at, plane, intent, data) values (@Type, @at, @Plane, @Intent, @Data) returning number",
                new { e.Type, at = Stored.Time(e.At), e.Plane, e.Intent, e.Data });
            if (number % TrimEvery == 0)
                scope.Execute("delete from events where number <= @end", new { end = number - _history });
        }

        if (number > 0)
            scope.Announce(new StoreChange.EventsAppended(number));
        return number;
    }

    private sealed record EventRow
    {
        public long Number { get; init; }

        public string Type { get; init; } = "";

        public long At { get; init; }

        public string? Plane { get; init; }

        public string? Intent { get; init; }

        public string Data { get; init; } = "{}";

        public EventRecord ToRecord() => new(Number, new NewEvent(Type, Stored.Time(At), Plane, Intent, Data));
    }
}
