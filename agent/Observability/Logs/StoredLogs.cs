using Pdp.LogStore;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Tailing;

namespace Pdp.Observability.Logs;

/// <summary>The agent's own store, while this replica has it open: the leader does.</summary>
public sealed class StoredLogs : ILogSource
{
    private SegmentedLogStore? _store;

    /// <summary>Answers from a store from now on.</summary>
    public void Open(SegmentedLogStore store) => Volatile.Write(ref _store, store);

    /// <summary>Answers from none; to be called before the store is closed.</summary>
    public void Close() => Volatile.Write(ref _store, null);

    /// <inheritdoc/>
    public Task<LogPage> QueryAsync(LogQuery query, CancellationToken cancellationToken) => Store().QueryAsync(query, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TailItem> TailAsync(TailRequest request, CancellationToken cancellationToken) =>
        Store().Tail.FollowAsync(request, cancellationToken);

    private SegmentedLogStore Store() =>
        Volatile.Read(ref _store) ?? throw new LogStoreException("The log store is not open: this replica does not lead, or its volume cannot be used.");
}
