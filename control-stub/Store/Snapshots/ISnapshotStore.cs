namespace Pdp.ControlStub.Store.Snapshots;

/// <summary>The whole store, record by record, in a form that every kind of store reads and writes: for backups.</summary>
internal interface ISnapshotStore
{
    /// <summary>Everything as of one moment. Nothing is held in memory, and changes go on meanwhile.</summary>
    IAsyncEnumerable<SnapshotRecord> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Takes over a snapshot, wholly or not at all. Not for a store that is being served: hold the turn <see cref="ITurns.Shared"/>.</summary>
    /// <param name="records">The snapshot; what it throws leaves the store as it was.</param>
    /// <param name="takenAt">When it was taken, UTC: what was issued to agents since is not in it, see <see cref="ICertificateStore.AdoptAsync"/>.</param>
    /// <param name="overwrite">Whether what is there may be forgotten.</param>
    /// <param name="cancellationToken">Gives up; the store is as it was.</param>
    /// <exception cref="StoreException">Something is there and may not be forgotten, or a process serves the store.</exception>
    Task RestoreAsync(IAsyncEnumerable<SnapshotRecord> records, DateTimeOffset takenAt, bool overwrite, CancellationToken cancellationToken);
}
