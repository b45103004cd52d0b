using System.Diagnostics.CodeAnalysis;

namespace Pdp.Protocol.Session;

/// <summary>
/// A bounded outbox that keeps the newest value per key: a second value of a key still queued takes the first one's place in the
/// line. Any number of writers and readers.
/// </summary>
/// <typeparam name="TKey">What tells the values apart.</typeparam>
/// <typeparam name="TValue">What is queued.</typeparam>
public sealed class ConflatingOutbox<TKey, TValue> : IDisposable
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _byKey;
    private readonly LinkedList<(TKey Key, TValue Value)> _line = [];
    private readonly SemaphoreSlim _queued = new(0);
    private readonly SemaphoreSlim _free;

    /// <summary>An empty outbox.</summary>
    /// <param name="capacity">Most keys queued at once; 1 or more.</param>
    /// <param name="comparer">Tells keys apart; the type's own when null.</param>
    public ConflatingOutbox(int capacity, IEqualityComparer<TKey>? comparer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _byKey = new(comparer);
        _free = new(capacity, capacity);
    }

    /// <summary>How many keys wait.</summary>
    public int Count
    {
        get { lock (_lock) return _line.Count; }
    }

    /// <summary>Queues a value, or puts it in the place of the key's older one. False when the outbox is full.</summary>
    public bool TryPost(TKey key, TValue value)
    {
        if (TryReplace(key, value)) return true;
        if (!_free.Wait(0, CancellationToken.None)) return false;
        Append(key, value);
        return true;
    }

    /// <summary>As <see cref="TryPost"/>, waiting for room where there is none.</summary>
    public async Task PostAsync(TKey key, TValue value, CancellationToken cancellationToken)
    {
        if (TryReplace(key, value)) return;
        await _free.WaitAsync(cancellationToken);
        Append(key, value);
    }

    /// <summary>Takes the value that has waited longest, waiting for one where there is none.</summary>
    public async Task<TValue> TakeAsync(CancellationToken cancellationToken)
    {
        await _queued.WaitAsync(cancellationToken);
        return Dequeue();
    }

    /// <summary>Takes the value that has waited longest; false when there is none.</summary>
    public bool TryTake([MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        if (!_queued.Wait(0, CancellationToken.None)) return false;
        value = Dequeue();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queued.Dispose();
        _free.Dispose();
    }

    private bool TryReplace(TKey key, TValue value)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var node)) return false;
            node.Value = (key, value);
            return true;
        }
    }

    private void Append(TKey key, TValue value)
    {
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out var node))
            {
                // Another writer queued the key meanwhile; the slot taken for it goes back.
                node.Value = (key, value);
                _free.Release();
                return;
            }
            _byKey.Add(key, _line.AddLast((key, value)));
            _queued.Release();
        }
    }

    private TValue Dequeue()
    {
        lock (_lock)
        {
            var (key, value) = _line.First!.Value;
            _line.RemoveFirst();
            _byKey.Remove(key);
            _free.Release();
            return value;
        }
    }
}
