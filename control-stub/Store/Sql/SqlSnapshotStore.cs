using System.Runtime.CompilerServices;
using Pdp.ControlStub.Store.Snapshots;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>The database as a whole. On a connection of its own, so that a long read takes no reader away.</summary>
internal sealed class SqlSnapshotStore(ISqlDatabase database) : ISnapshotStore
{
    public async IAsyncEnumerable<SnapshotRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        await using var transaction = await database.Dialect.BeginReadingAsync(connection, cancellationToken);
        await foreach (var record in new SnapshotReader(connection, transaction).ReadAsync(cancellationToken))
            yield return record;
    }

    public async Task RestoreAsync(IAsyncEnumerable<SnapshotRecord> records, bool overwrite, CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await new SnapshotWriter(connection, transaction).RestoreAsync(records, overwrite, cancellationToken);
        await database.Dialect.ContinueEventsAsync(new WriteScope(connection, transaction, database.Dialect));
        await transaction.CommitAsync(cancellationToken);
    }
}
