using System.Runtime.CompilerServices;
using Pdp.ControlStub.Store.Snapshots;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>The database as a whole. On a connection of its own, so that a long read takes no reader away.</summary>
internal sealed class SqliteSnapshotStore(SqliteDatabase database) : ISnapshotStore
{
    public async IAsyncEnumerable<SnapshotRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = database.Connect();
        await using var transaction = connection.BeginTransaction(deferred: true);
        await foreach (var record in new SnapshotReader(connection, transaction).ReadAsync(cancellationToken))
            yield return record;
    }

    public async Task RestoreAsync(IAsyncEnumerable<SnapshotRecord> records, bool overwrite, CancellationToken cancellationToken)
    {
        await using var connection = database.Connect();
        await using var transaction = connection.BeginTransaction(deferred: false);
        await new SnapshotWriter(connection, transaction).RestoreAsync(records, overwrite, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
