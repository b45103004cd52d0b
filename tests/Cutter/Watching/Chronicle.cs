using Pdp.History.Events;
using Pdp.History.Recording;

namespace Pdp.Cutter.Watching;

/// <summary>
/// Brings what was seen of the cluster and what was heard from elsewhere into one order. The cluster's changes have versions; whatever
/// else happened is put behind every change that was committed when it was heard of. So nothing is told later than its consequences.
/// </summary>
public sealed class Chronicle(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<Heard> _heard = [];

    /// <summary>How much was heard until now; what a snapshot that begins to be read now gives back.</summary>
    public int Count
    {
        get { lock (_lock) return _heard.Count; }
    }

    /// <summary>Notes what was heard.</summary>
    /// <param name="version">The cluster's version, read after it was heard.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="happened">What.</param>
    public void Note(long version, string actor, HistoryEvent happened) => Add(new Heard(version, time.GetUtcNow(), actor, _ => happened));

    /// <summary>Notes a snapshot.</summary>
    /// <param name="version">The cluster's version, read after the snapshot.</param>
    /// <param name="actor">Whose.</param>
    /// <param name="begun"><see cref="Count"/> before it was read.</param>
    /// <param name="snapshot">Makes it from the number of the last record that is in it.</param>
    public void NoteSnapshot(long version, string actor, int begun, Func<long, HistoryEvent> snapshot) =>
        Add(new Heard(version, time.GetUtcNow(), actor, numbers => snapshot(begun == 0 ? 0 : numbers[begun - 1])));

    /// <summary>The whole history.</summary>
    /// <param name="seen">What was seen of the cluster, in the order of its versions.</param>
    public IReadOnlyList<HistoryRecord> Merge(IEnumerable<SeenEvent> seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        lock (_lock)
        {
            var records = new List<HistoryRecord>();
            var numbers = new List<long>();
            using var changes = seen.GetEnumerator();
            var isMore = changes.MoveNext();
            foreach (var heard in _heard)
            {
                for (; isMore && changes.Current.Version <= heard.Version; isMore = changes.MoveNext()) Write(changes.Current);
                records.Add(new HistoryRecord(records.Count + 1, heard.At, heard.Actor, heard.Event(numbers)));
                numbers.Add(records.Count);
            }

            for (; isMore; isMore = changes.MoveNext()) Write(changes.Current);
            return records;

            void Write(SeenEvent change) => records.Add(new HistoryRecord(records.Count + 1, change.At, change.Actor, change.Event));
        }
    }

    // Versions are read side by side; who comes later has seen what came before.
    private void Add(Heard heard)
    {
        lock (_lock) _heard.Add(heard with { Version = Math.Max(heard.Version, _heard.Count == 0 ? 0 : _heard[^1].Version) });
    }

    private sealed record Heard(long Version, DateTimeOffset At, string Actor, Func<List<long>, HistoryEvent> Event);
}

/// <summary>Something seen in the cluster.</summary>
/// <param name="Version">The version of the change.</param>
/// <param name="At">When it was seen.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Event">What it means.</param>
public sealed record SeenEvent(long Version, DateTimeOffset At, string Actor, HistoryEvent Event);
