namespace Pdp.Daemon.Reconcile;

/// <summary>
/// The local intents this process removed last. Requests of an earlier leader end within seconds or minutes, so those of long ago need not be
/// known. Safe for any number of threads.
/// </summary>
internal sealed class RecentlyRemoved
{
    private const int Most = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _ids = [];

    /// <summary>Notes a removal.</summary>
    public void Add(string id)
    {
        lock (_lock)
        {
            if (!_ids.Add(id)) return;
            _order.Enqueue(id);
            if (_order.Count > Most) _ids.Remove(_order.Dequeue());
        }
    }

    /// <summary>Whether it is among them.</summary>
    public bool Contains(string id)
    {
        lock (_lock) return _ids.Contains(id);
    }
}
