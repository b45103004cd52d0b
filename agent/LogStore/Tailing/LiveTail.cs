using System.Runtime.CompilerServices;
using Pdp.Core.Logs;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Searching;

namespace Pdp.LogStore.Tailing;

/// <summary>Tells readers what is stored, as it is stored. A slow reader holds up no one. Safe for several threads.</summary>
public sealed class LiveTail
{
    /// <summary>How many entries a resumed reader gets from before; if it missed more it is skipped ahead.</summary>
    public const int MaxResumed = 10_000;

    private readonly SegmentedLogStore _store;
    private readonly Lock _lock = new();
    private TailBuffer[] _buffers = [];
    private bool _closed;

    internal LiveTail(SegmentedLogStore store) => _store = store;

    /// <summary>How many readers there are.</summary>
    public int Readers => Volatile.Read(ref _buffers).Length;

    /// <summary>Follows what is stored, until the caller stops or the store is closed.</summary>
    /// <exception cref="LogQueryException">The request is wrong; the message says what to change.</exception>
    public IAsyncEnumerable<TailItem> FollowAsync(TailRequest request, CancellationToken cancellationToken)
    {
        if (request.Buffer is < 1 or > 10_000) throw new LogQueryException("buffer: must be 1 to 10000.");
        if (request.Scopes.Count == 0) throw new LogQueryException("searchScope: must name something.");
        if (request.After < 0) throw new LogQueryException("after: must be the id of an entry.");
        return ReadAsync(request, SearchParser.Parse(request.Search), cancellationToken);
    }

    internal void Publish(LogSource source, IReadOnlyList<LogEntry> entries, long firstId)
    {
        var buffers = Volatile.Read(ref _buffers);
        if (buffers.Length == 0) return;
        foreach (var entry in entries)
        {
            var stored = new StoredEntry(firstId++, source, entry);
            foreach (var buffer in buffers) buffer.Offer(stored);
        }
    }

    internal void Close()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var buffer in _buffers) buffer.Close();
        }
    }

    private async IAsyncEnumerable<TailItem> ReadAsync(TailRequest request, Search search, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new TailBuffer(request, search);
        Join(buffer);
        try
        {
            var last = request.After ?? 0;
            if (request.After is { } after)
            {
                // The buffer listens already: what is stored meanwhile comes from both, and is told once.
                await foreach (var item in MissedAsync(request, after, cancellationToken))
                {
                    if (item is TailItem.Line line) last = line.Entry.Id;
                    yield return item;
                }
            }
            while (await buffer.TakeAsync(cancellationToken) is { } items)
            {
                foreach (var item in items)
                {
                    if (item is not TailItem.Line line || line.Entry.Id > last) yield return item;
                }
            }
        }
        finally
        {
            Leave(buffer);
        }
    }

    private async IAsyncEnumerable<TailItem> MissedAsync(TailRequest request, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var usage = _store.Usage;
        var given = 0;
        // An id that was never given here is another replica's, with a volume of its own.
        if (usage.OldestId > after + 1 || after > usage.NewestId) yield return new TailItem.Gap(null);
        after = Math.Min(after, usage.NewestId);
        string? cursor = new LogCursor(SortOrder.Arrival, new Rank(after, long.MaxValue)).ToString();
        while (cursor is not null)
        {
            var page = await _store.QueryAsync(
                new LogQuery
                {
                    Scopes = request.Scopes,
                    Levels = request.Levels,
                    Search = request.Search,
                    Order = SortOrder.Arrival,
                    Limit = LogQuery.MaxLimit,
                    Cursor = cursor,
                },
                cancellationToken);
            foreach (var entry in page.Entries) yield return new TailItem.Line(entry);
            given += page.Entries.Count;
            cursor = page.Next;
            if (cursor is null || given < MaxResumed) continue;
            yield return new TailItem.Gap(null);
            yield break;
        }
    }

    private void Join(TailBuffer buffer)
    {
        lock (_lock)
        {
            if (_closed) buffer.Close();
            _buffers = [.. _buffers, buffer];
        }
    }

    private void Leave(TailBuffer buffer)
    {
        lock (_lock) _buffers = [.. _buffers.Where(one => one != buffer)];
    }
}
