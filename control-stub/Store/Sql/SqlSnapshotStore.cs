using System.Runtime.CompilerServices;
using Pdp.ControlStub.Store.Snapshots;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>The database as a whole. On a connection of its own, so that a long read takes no reader away.</summary>
internal sealed class SqlSnapshotStore(ISqlDatabase database, TimeProvider time) : ISnapshotStore
{
    public async IAsyncEnumerable<SnapshotRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        await using var transaction = await database.Dialect.BeginReadingAsync(connection, cancellationToken);
        await foreach (var record in new SnapshotReader(connection, transaction).ReadAsync(cancellationToken))
            yield return record;
    }

    public async Task RestoreAsync(
        IAsyncEnumerable<SnapshotRecord> records, DateTimeOffset takenAt, bool overwrite, CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var scope = new WriteScope(connection, transaction, database.Dialect);
        await RefuseWhileServedAsync(scope);
        await new SnapshotWriter(connection, transaction).RestoreAsync(records, overwrite, cancellationToken);
        await SqlCertificateStore.NoteRestoreAsync(scope, takenAt, time.GetUtcNow());
        await database.Dialect.ContinueEventsAsync(scope);
        await transaction.CommitAsync(cancellationToken);
    }

    // Its sessions would go on writing what they knew before over what was restored.
    private async Task RefuseWhileServedAsync(WriteScope scope)
    {
        var alive = Stored.Time(time.GetUtcNow() - ISessionStore.Lease);
        if (await scope.ScalarAsync<long>("select count(*) from processes where seen_at >= @alive", new { alive }) is > 0 and var count)
            throw new StoreException(
                $"{count} control plane{(count == 1 ? " serves" : "s serve")} this database: stop every one of them first. One that was killed counts for {ISessionStore.Lease.TotalSeconds:0} s.");
    }
}
