namespace Pdp.ControlStub.Store.Sql;

/// <summary>Events in the database; those who wait are woken by the store's changes.</summary>
internal sealed class SqlEventLog : IEventLog, IDisposable
{
    private readonly ISqlDatabase _database;
    private readonly NewsSignal _news = new();
    private readonly IDisposable _subscription;

    public SqlEventLog(ISqlDatabase database)
    {
        _database = database;
        _subscription = database.Changes.Subscribe(_news.Hear);
    }

    public Task AppendAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken) =>
        events.Count == 0
            ? Task.CompletedTask
            : _database.WriteAsync(
                scope =>
                {
                    scope.Note(events);
                    return Task.FromResult(true);
                },
                cancellationToken);

    public async Task<EventPage> ReadAsync(long after, EventFilter filter, int limit, CancellationToken cancellationToken)
    {
        // One row at least, so that the borders are told where no event matches.
        var (within, parameters) = ScopeCondition.Of(filter.Within, "");
        parameters.AddDynamicParams(new { after, limit, plane = filter.Plane, intent = filter.Intent });
        var rows = await _database.QueryAsync<EventRow>(
            $"""
            select b.newest Newest, b.oldest Oldest, e.number Number, {EventRow.Columns}
            from (select {_database.Dialect.NewestEvent} newest, (select min(number) from events) oldest) b
            left join (
                select * from events
                where number > @after and (@plane is null or plane = @plane) and (@intent is null or intent = @intent)
                and {within.IfAny("(plane is not null and intent is null)")}
                order by number limit @limit) e on true
            order by e.number
            """,
            parameters,
            cancellationToken);
        var borders = rows[0];
        var items = rows.Where(r => r.Number is not null).Select(r => r.ToRecord()).ToList();
        var next = items.Count == limit ? items[^1].Number : Math.Max(after, borders.Newest);
        return new EventPage(items, borders.Oldest ?? borders.Newest + 1, borders.Newest, next);
    }

    public Task WaitAsync(long after, CancellationToken cancellationToken) => _news.WaitAsync(after, cancellationToken);

    public void Dispose() => _subscription.Dispose();
}
