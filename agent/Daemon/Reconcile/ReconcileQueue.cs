namespace Pdp.Daemon.Reconcile;

/// <summary>
/// Which intents to look at, each at most once however often it is woken. One that is woken while it is being worked on comes again
/// afterwards, and is never worked on twice at the same time. Tenants take turns, and none gets more than its share of the workers.
/// </summary>
internal sealed class ReconcileQueue : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly TenantTurns _turns;
    private readonly PriorityQueue<(string Id, TimeSpan At), TimeSpan> _alarms = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly ITimer _timer;

    /// <param name="time">Clock of the delayed wakes.</param>
    /// <param name="mostPerTenant">Intents of one tenant worked on at once; 1 or more.</param>
    public ReconcileQueue(TimeProvider time, int mostPerTenant)
    {
        _time = time;
        _origin = time.GetTimestamp();
        _turns = new TenantTurns(mostPerTenant);
        _timer = time.CreateTimer(
            static queue => ((ReconcileQueue)queue!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Intents waiting for a worker.</summary>
    public int Waiting
    {
        get { lock (_lock) return _turns.Count; }
    }

    /// <summary>Intents being worked on.</summary>
    public int Running
    {
        get { lock (_lock) return _entries.Values.Count(entry => entry.RunsAs is not null); }
    }

    /// <summary>Asks for an intent to be looked at as soon as a worker is free.</summary>
    /// <param name="id">The intent.</param>
    /// <param name="tenant">Whose it is; what was said before when null.</param>
    public void Wake(string id, string? tenant = null)
    {
        lock (_lock)
        {
            var entry = Of(id);
            entry.Tenant = tenant ?? entry.Tenant;
            MakeReady(id, entry);
        }
    }

    /// <summary>Asks for an intent to be looked at after a while; an earlier wish stands, this one is dropped then.</summary>
    public void WakeIn(string id, TimeSpan delay)
    {
        lock (_lock)
        {
            var at = Now + delay;
            var entry = Of(id);
            if (entry.WakeAt <= at) return;
            entry.WakeAt = at;
            _alarms.Enqueue((id, at), at);
            SetTimer();
        }
    }

    /// <summary>Waits for the next intent; whoever takes one gives it back by <see cref="Done"/>.</summary>
    public async Task<string> TakeAsync(CancellationToken cancellationToken)
    {
        // There are at least as many signals as intents that can be taken; some find nothing, as when a tenant has its share already.
        while (true)
        {
            await _signal.WaitAsync(cancellationToken);
            lock (_lock)
            {
                if (!_turns.TryTake(out var id, out var tenant)) continue;
                var entry = _entries[id];
                entry.IsReady = false;
                entry.RunsAs = tenant;
                return id;
            }
        }
    }

    /// <summary>The worker is through with an intent.</summary>
    /// <param name="id">The intent.</param>
    /// <param name="forget">It is gone; a wake that came meanwhile stands all the same.</param>
    public void Done(string id, bool forget = false)
    {
        lock (_lock)
        {
            var entry = _entries[id];
            _turns.Release(entry.RunsAs!);
            entry.RunsAs = null;
            if (entry.WasWoken)
            {
                entry.WasWoken = false;
                MakeReady(id, entry);
            }
            else
            {
                if (forget) _entries.Remove(id);
                // The place that became free may be what another one of the tenant waits for.
                if (_turns.Count > 0) _signal.Release();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _signal.Dispose();
    }

    private TimeSpan Now => _time.GetElapsedTime(_origin);

    private Entry Of(string id)
    {
        if (!_entries.TryGetValue(id, out var entry)) _entries.Add(id, entry = new Entry());
        return entry;
    }

    private void MakeReady(string id, Entry entry)
    {
        if (entry.IsReady) return;
        if (entry.RunsAs is not null)
        {
            entry.WasWoken = true;
            return;
        }
        entry.IsReady = true;
        _turns.Add(id, entry.Tenant);
        _signal.Release();
    }

    private void Ring()
    {
        lock (_lock)
        {
            while (_alarms.TryPeek(out var alarm, out var at) && at <= Now)
            {
                _alarms.Dequeue();
                // One that was overtaken by an earlier wish is no longer the entry's own.
                if (!_entries.TryGetValue(alarm.Id, out var entry) || entry.WakeAt != alarm.At) continue;
                entry.WakeAt = null;
                MakeReady(alarm.Id, entry);
            }
            SetTimer();
        }
    }

    private void SetTimer()
    {
        if (!_alarms.TryPeek(out _, out var at)) return;
        var due = at - Now;
        _timer.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private sealed class Entry
    {
        public string Tenant { get; set; } = "";

        public bool IsReady { get; set; }

        /// <summary>The tenant whose place it takes while it is worked on; null while it is not.</summary>
        public string? RunsAs { get; set; }

        public bool WasWoken { get; set; }

        public TimeSpan? WakeAt { get; set; }
    }
}
