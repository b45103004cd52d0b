namespace Pdp.Daemon.Reconcile;

/// <summary>
/// Which intents to look at, each at most once however often it is woken. One that is woken while it is being worked on comes again
/// afterwards, and is never worked on twice at the same time. One whose objects change again and again, as those of a rollout do, rests between two
/// looks. Tenants take turns, and none gets more than its share of the workers.
/// </summary>
internal sealed class ReconcileQueue : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly TenantTurns _turns;
    private readonly Alarms _alarms = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly TimeProvider _time;
    private readonly TimeSpan _rest;
    private readonly long _origin;
    private readonly ITimer _timer;
    private int _resting;
    private bool _isOver;

    /// <param name="time">Clock of the delayed wakes.</param>
    /// <param name="mostPerTenant">Intents of one tenant worked on at once; 1 or more.</param>
    /// <param name="rest">How long after a look changes wait for one another before they bring the intent back.</param>
    public ReconcileQueue(TimeProvider time, int mostPerTenant, TimeSpan rest = default)
    {
        (_time, _rest) = (time, rest);
        _origin = time.GetTimestamp();
        _turns = new TenantTurns(mostPerTenant);
        _timer = time.CreateTimer(
            static queue => ((ReconcileQueue)queue!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Intents waiting for a worker, or resting before they do.</summary>
    public int Waiting
    {
        get { lock (_lock) return _turns.Count + _resting; }
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

    /// <summary>
    /// Asks for an intent to be looked at because something of it changed: at once; or, while it is worked on and in the moment after, a moment later
    /// together with whatever else changes until then.
    /// </summary>
    public void WakeForChange(string id)
    {
        lock (_lock)
        {
            var entry = Of(id);
            if (entry.RunsAs is not null) entry.HasChanged = true;
            else if (entry.RestsUntil > Now) Rest(id, entry);
            else MakeReady(id, entry);
        }
    }

    /// <summary>
    /// Asks for an intent to be looked at after a while; an earlier wish stands, this one is dropped then. Any look in between fulfils it: whoever looked
    /// says when to look again.
    /// </summary>
    public void WakeIn(string id, TimeSpan delay)
    {
        lock (_lock)
        {
            _ = Of(id);
            _alarms.Set(id, Now + delay);
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
                _alarms.Drop(id);
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
            entry.RestsUntil = Now + _rest;
            var (wasWoken, hasChanged) = (entry.WasWoken, entry.HasChanged);
            entry.WasWoken = entry.HasChanged = false;
            if (wasWoken || (hasChanged && _rest == TimeSpan.Zero))
            {
                MakeReady(id, entry);
                return;
            }
            if (hasChanged) Rest(id, entry);
            else if (forget) Forget(id);
            // The place that became free may be what another one of the tenant waits for.
            if (_turns.Count > 0) Signal();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // An alarm that rings in this moment, or a change that is told late, finds nothing to do instead of ending the process.
        lock (_lock) _isOver = true;
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
        if (entry.IsResting) _resting--;
        (entry.IsResting, entry.IsReady) = (false, true);
        _turns.Add(id, entry.Tenant);
        Signal();
    }

    private void Signal()
    {
        if (!_isOver) _signal.Release();
    }

    private void Rest(string id, Entry entry)
    {
        if (entry.IsReady || entry.IsResting) return;
        entry.IsResting = true;
        _resting++;
        _alarms.Set(id, entry.RestsUntil);
        SetTimer();
    }

    private void Forget(string id)
    {
        _entries.Remove(id);
        _alarms.Drop(id);
    }

    private void Ring()
    {
        lock (_lock)
        {
            while (_alarms.TakeDue(Now) is { } id) MakeReady(id, _entries[id]);
            SetTimer();
        }
    }

    private void SetTimer()
    {
        if (_isOver || _alarms.Next is not { } at) return;
        var due = at - Now;
        _timer.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private sealed class Entry
    {
        public string Tenant { get; set; } = "";

        public bool IsReady { get; set; }

        /// <summary>The tenant whose place it takes while it is worked on; null while it is not.</summary>
        public string? RunsAs { get; set; }

        /// <summary>Whether it was woken while it was worked on.</summary>
        public bool WasWoken { get; set; }

        /// <summary>Whether something of it changed while it was worked on.</summary>
        public bool HasChanged { get; set; }

        /// <summary>Whether it waits for its rest to be over.</summary>
        public bool IsResting { get; set; }

        /// <summary>When the rest after its last look is over.</summary>
        public TimeSpan RestsUntil { get; set; }
    }
}
