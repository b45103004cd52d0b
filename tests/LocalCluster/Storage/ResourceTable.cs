using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Storage;

/// <summary>
/// The objects of one resource and the changes that led here, as far back as the history reaches. Readers never wait: they take
/// the current snapshot; watchers keep a position in the history and are woken when it grows.
/// </summary>
internal sealed class ResourceTable
{
    private readonly Change[] _ring;
    private readonly Lock _lock = new();
    private readonly MarkIndex _marked = new();
    private long _next;
    private long _forgotten;
    private volatile Snapshot _current = Snapshot.Empty;
    private TaskCompletionSource _grown = NewSignal();

    /// <param name="name">The resource as <c>plural[.group]</c>.</param>
    /// <param name="history">How many changes are kept.</param>
    /// <param name="version">The store's version when the table came to be.</param>
    public ResourceTable(string name, int history, long version)
    {
        Name = name;
        _ring = new Change[history];
        _forgotten = version;
    }

    public string Name { get; }

    public Snapshot Current => _current;

    /// <summary>Adds a change. The store's lock makes sure that versions only grow.</summary>
    public void Append(WatchEventType type, StoredObject stored, StoredObject? before)
    {
        var after = type == WatchEventType.Deleted ? _current.Without(stored.Key) : _current.With(stored);
        TaskCompletionSource grown;
        lock (_lock)
        {
            ref var slot = ref _ring[_next % _ring.Length];
            if (slot is not null)
                _forgotten = slot.Version;
            slot = new Change(type, stored, before, after);
            _next++;
            _current = after;
            _marked.Replace(before, type == WatchEventType.Deleted ? null : stored);
            (grown, _grown) = (_grown, NewSignal());
        }
        grown.TrySetResult();
    }

    /// <summary>The objects that bear all of some marks, in key order, as they are now.</summary>
    public IReadOnlyList<StoredObject> Marked(IReadOnlyList<Mark> marks)
    {
        lock (_lock)
            return _marked.Find(marks);
    }

    /// <summary>The current snapshot, the position after it, and the version of the last change in it.</summary>
    public (Snapshot Snapshot, long Position, long Version) Now()
    {
        lock (_lock)
            return (_current, _next, _next == 0 ? 0 : _ring[(_next - 1) % _ring.Length].Version);
    }

    /// <summary>The position of the first change after a version, or null where the history does not reach back that far.</summary>
    public long? After(long version)
    {
        lock (_lock)
        {
            if (version < _forgotten)
                return null;
            var (low, high) = (Oldest, _next);
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                if (_ring[middle % _ring.Length].Version > version)
                    high = middle;
                else
                    low = middle + 1;
            }
            return low;
        }
    }

    /// <summary>The objects as they were at a version, or null where the history does not reach back that far.</summary>
    public Snapshot? At(long version)
    {
        lock (_lock)
        {
            if (After(version) is not { } position)
                return null;
            if (position == _next)
                return _current;
            if (position > Oldest)
                return _ring[(position - 1) % _ring.Length].After;
            var first = _ring[position % _ring.Length];
            return first.Before is { } before ? first.After.With(before) : first.After.Without(first.Object.Key);
        }
    }

    /// <summary>Reads changes from a position on and moves it.</summary>
    /// <returns>How many were read; none where there are no more yet; null where the position has been forgotten.</returns>
    public int? Read(ref long position, Span<Change> into)
    {
        lock (_lock)
        {
            if (position < Oldest)
                return null;
            var count = (int)Math.Min(_next - position, into.Length);
            for (var i = 0; i < count; i++)
                into[i] = _ring[(position + i) % _ring.Length];
            position += count;
            return count;
        }
    }

    /// <summary>Completes when there is something to read at a position.</summary>
    public Task WaitAsync(long position)
    {
        lock (_lock)
            return position < _next ? Task.CompletedTask : _grown.Task;
    }

    private long Oldest => Math.Max(0, _next - _ring.Length);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
