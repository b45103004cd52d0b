using System.Threading.Channels;

namespace Pdp.LocalCluster.Controllers;

/// <summary>
/// The keys a controller has to look at. A key waits at most once however often it is added, is never worked on twice at a time, and
/// can be added for later; one timer serves all that wait.
/// </summary>
internal sealed class WorkQueue<TKey>(TimeProvider time) : IDisposable
    where TKey : notnull
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Channel<TKey> _ready = Channel.CreateUnbounded<TKey>();
    private readonly HashSet<TKey> _waiting = [];
    private readonly HashSet<TKey> _working = [];
    private readonly HashSet<TKey> _again = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly Dictionary<TKey, TimeSpan> _due = [];
    private readonly PriorityQueue<TKey, TimeSpan> _later = new();
    private readonly long _start = time.GetTimestamp();
    private ITimer? _timer;

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>To be looked at as soon as possible.</summary>
    public void Add(TKey key)
    {
        lock (_lock)
        {
            if (_working.Contains(key)) _again.Add(key);
            else if (_waiting.Add(key)) _ready.Writer.TryWrite(key);
        }
    }

    /// <summary>To be looked at after <paramref name="delay"/>; of several the earliest counts.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        lock (_lock)
        {
            var due = Now + delay;
            if (_due.TryGetValue(key, out var earlier) && earlier <= due) return;
            _due[key] = due;
            _later.Enqueue(key, due);
            Arm();
        }
    }

    /// <summary>Failed: to be looked at again after a pause that doubles from 5 ms to 10 s.</summary>
    public void Retry(TKey key)
    {
        lock (_lock)
        {
            var failures = _failures[key] = Math.Min(20, _failures.GetValueOrDefault(key) + 1);
            AddAfter(key, TimeSpan.FromTicks(Math.Min(LongestRetry.Ticks, FirstRetry.Ticks << (failures - 1))));
        }
    }

    /// <summary>Went well: the next failure starts from the shortest pause.</summary>
    public void Forget(TKey key)
    {
        lock (_lock) _failures.Remove(key);
    }

    /// <summary>The next key; call <see cref="Done"/> when through with it.</summary>
    public async ValueTask<TKey> TakeAsync(CancellationToken cancellationToken)
    {
        var key = await _ready.Reader.ReadAsync(cancellationToken);
        lock (_lock)
        {
            _waiting.Remove(key);
            _working.Add(key);
        }

        return key;
    }

    /// <summary>The worker is through; what was added meanwhile waits again.</summary>
    public void Done(TKey key)
    {
        lock (_lock)
        {
            _working.Remove(key);
            if (_again.Remove(key)) Add(key);
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Arm()
    {
        if (!_later.TryPeek(out _, out var due)) return;
        // A timer cannot be set for months; one that fires early finds nothing due and is set again.
        var delay = TimeSpan.FromTicks(Math.Clamp((due - Now).Ticks, 0, LongestTimer.Ticks));
        _timer ??= time.CreateTimer(static queue => ((WorkQueue<TKey>)queue!).Release(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private void Release()
    {
        lock (_lock)
        {
            while (_later.TryPeek(out var key, out var due) && due <= Now)
            {
                _later.Dequeue();
                if (!_due.TryGetValue(key, out var current) || current != due) continue;
                _due.Remove(key);
                Add(key);
            }

            Arm();
        }
    }
}
