namespace Pdp.Daemon.Reconcile;

/// <summary>Who is to be woken when, each once: the earlier of two wishes counts. Not safe for several threads.</summary>
internal sealed class Alarms
{
    private static readonly Comparer<(TimeSpan At, string Id)> _byTime = Comparer<(TimeSpan At, string Id)>.Create(
        static (one, other) => one.At.CompareTo(other.At) is var order and not 0 ? order : string.CompareOrdinal(one.Id, other.Id));

    private readonly Dictionary<string, TimeSpan> _times = [];
    private readonly SortedSet<(TimeSpan At, string Id)> _order = new(_byTime);

    /// <summary>When the next one is due; null when none is set.</summary>
    public TimeSpan? Next => _order.Count == 0 ? null : _order.Min.At;

    /// <summary>Sets an alarm, unless an earlier one is set already.</summary>
    public void Set(string id, TimeSpan at)
    {
        if (_times.TryGetValue(id, out var set) && set <= at) return;
        Drop(id);
        _times.Add(id, at);
        _order.Add((at, id));
    }

    /// <summary>Drops an alarm, if one is set.</summary>
    public void Drop(string id)
    {
        if (_times.Remove(id, out var at)) _order.Remove((at, id));
    }

    /// <summary>Takes one that is due; null when none is.</summary>
    public string? TakeDue(TimeSpan now)
    {
        if (Next is not { } at || at > now) return null;
        var id = _order.Min.Id;
        Drop(id);
        return id;
    }
}
