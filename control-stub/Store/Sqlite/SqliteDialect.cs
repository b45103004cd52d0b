using System.Data.Common;
using Microsoft.Data.Sqlite;
using Pdp.ControlStub.Store.Sql;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>SQLite's own ways. There is one writer, so that nothing need be locked, and the key of the events counts by itself.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public override string Lock => "";

    public override string NewestEvent => "(select coalesce(max(seq), 0) from sqlite_sequence where name = 'events')";

    public override Task<DbTransaction> BeginReadingAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public override async Task<long> AppendAsync(WriteScope scope, IReadOnlyList<NewEvent> events)
    {
        long number = 0;
        foreach (var e in events)
            number = await scope.ScalarAsync<long>(
                """
                insert into events (type, at, plane, intent, data, actor, reason, organization, project)
                values (@Type, @at, @Plane, @Intent, @Data, @Actor, @Reason,
                    coalesce(@organization, (select i.organization from intents i where i.plane = @Plane and i.id = @Intent)),
                    coalesce(@project, (select i.project from intents i where i.plane = @Plane and i.id = @Intent)))
                returning number
                """,
                new
                {
                    e.Type,
                    at = Stored.Time(e.At),
                    e.Plane,
                    e.Intent,
                    e.Data,
                    e.Actor,
                    e.Reason,
                    organization = e.Subject?.Organization,
                    project = e.Subject?.Project,
                });
        return number;
    }

    public override Task ContinueEventsAsync(WriteScope scope) => Task.CompletedTask;
}
