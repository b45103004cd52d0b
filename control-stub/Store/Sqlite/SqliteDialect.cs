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
                "insert into events (type, at, plane, intent, data) values (@Type, @at, @Plane, @Intent, @Data) returning number",
                new { e.Type, at = Stored.Time(e.At), e.Plane, e.Intent, e.Data });
        return number;
    }

    public override Task ContinueEventsAsync(WriteScope scope) => Task.CompletedTask;
}
