using System.Data;
using System.Data.Common;
using Pdp.ControlStub.Store.Sql;

namespace Pdp.ControlStub.Store.Postgres;

/// <summary>PostgreSQL's own ways.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    // Weaker than "for update", so that rows that only point to the locked one can be written meanwhile.
    public override string Lock => "for no key update";

    public override string NewestEvent => "(select newest from event_counter)";

    public override async Task<DbTransaction> BeginReadingAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    // The counter's row stays locked until the commit: numbers come in the order of the commits, and one that is not used comes again.
    public override Task<long> AppendAsync(WriteScope scope, IReadOnlyList<NewEvent> events) =>
        scope.ScalarAsync<long>(
            """
            with counted as (update event_counter set newest = newest + @count returning newest),
            appended as (
                insert into events (number, type, at, plane, intent, data, actor, reason, organization, project)
                select c.newest - @count + e.place, e.type, e.at, e.plane, e.intent, e.data, e.actor, e.reason,
                    coalesce(e.organization, i.organization), coalesce(e.project, i.project)
                from counted c cross join unnest(@types, @times, @planes, @intents, @datas, @actors, @reasons, @organizations, @projects)
                    with ordinality e (type, at, plane, intent, data, actor, reason, organization, project, place)
                left join intents i on i.plane = e.plane and i.id = e.intent)
            select newest from counted
            """,
            new
            {
                count = (long)events.Count,
                types = events.Select(e => e.Type).ToArray(),
                times = events.Select(e => Stored.Time(e.At)).ToArray(),
                planes = events.Select(e => e.Plane).ToArray(),
                intents = events.Select(e => e.Intent).ToArray(),
                datas = events.Select(e => e.Data).ToArray(),
                actors = events.Select(e => e.Actor).ToArray(),
                reasons = events.Select(e => e.Reason).ToArray(),
                organizations = events.Select(e => e.Subject?.Organization).ToArray(),
                projects = events.Select(e => e.Subject?.Project).ToArray(),
            });

    public override Task ContinueEventsAsync(WriteScope scope) =>
        scope.ExecuteAsync("update event_counter set newest = greatest(newest, (select coalesce(max(number), 0) from events))");
}
