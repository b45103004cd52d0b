using Pdp.Core.Logs;
using Pdp.LogStore.Searching;

namespace Pdp.LogStore.Tailing;

/// <summary>
/// What waits for one reader. When it is full everything that waits is given up at once and counted: a reader that fell behind is taken to the
/// present, and loses one stretch instead of every other line.
/// </summary>
internal sealed class TailBuffer(TailRequest request, Search search)
{
    private readonly Lock _lock = new();
    private readonly Queue<StoredEntry> _entries = new();
    private TaskCompletionSource _news = New();
    private long _missed;
    private bool _closed;

    /// <summary>Takes an entry in, if the reader wants it.</summary>
    public void Offer(StoredEntry stored)
    {
        var entry = stored.Entry;
        if (!request.Scopes.Contain(stored.Source)) return;
        if (entry.Missing == 0 && request.Levels.Count > 0 && !request.Levels.Contains(entry.Level)) return;
        if (!search.Matches(entry.Message, entry.Fields)) return;
        lock (_lock)
        {
            if (_entries.Count == request.Buffer)
            {
                _missed += _entries.Count;
                _entries.Clear();
            }
            _entries.Enqueue(stored);
            _news.TrySetResult();
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            _news.TrySetResult();
        }
    }

    /// <summary>What has come, a gap before it if there was one; null when the tail has ended.</summary>
    public async Task<IReadOnlyList<TailItem>?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news;
            lock (_lock)
            {
                if (_entries.Count > 0) return Drain();
                if (_closed) return null;
                if (_news.Task.IsCompleted) _news = New();
                news = _news.Task;
            }
            await news.WaitAsync(cancellationToken);
        }
    }

    private List<TailItem> Drain()
    {
        var items = new List<TailItem>(_entries.Count + 1);
        if (_missed > 0) items.Add(new TailItem.Gap(_missed));
        while (_entries.TryDequeue(out var entry)) items.Add(new TailItem.Line(entry));
        _missed = 0;
        return items;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
