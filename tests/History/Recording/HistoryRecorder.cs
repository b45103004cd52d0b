using Pdp.History.Events;

namespace Pdp.History.Recording;

/// <summary>Writes a history down as it happens. Any number of threads may write; nothing is ever changed or taken out.</summary>
/// <param name="time">Gives each record its time.</param>
/// <param name="limit">Most records; 1 or more.</param>
public sealed class HistoryRecorder(TimeProvider time, int limit = HistoryRecorder.MostRecords)
{
    /// <summary>The limit where none is given.</summary>
    public const int MostRecords = 1_000_000;

    private readonly Lock _lock = new();
    private readonly List<HistoryRecord> _records = [];

    /// <summary>
    /// The number of the newest record; 0 before the first. What a snapshot that begins to be read now gives as its <c>AsOf</c>.
    /// </summary>
    public long Newest
    {
        get { lock (_lock) return _records.Count; }
    }

    /// <summary>Adds a record.</summary>
    /// <param name="actor">Who did it; see <see cref="HistoryRecord"/>.</param>
    /// <param name="happened">What happened.</param>
    /// <exception cref="InvalidOperationException">The history is full: play less, or give it a higher limit.</exception>
    public HistoryRecord Record(string actor, HistoryEvent happened)
    {
        ArgumentException.ThrowIfNullOrEmpty(actor);
        ArgumentNullException.ThrowIfNull(happened);
        lock (_lock)
        {
            if (_records.Count >= limit) throw new InvalidOperationException($"The history is full: it holds {limit} records.");
            var record = new HistoryRecord(_records.Count + 1, time.GetUtcNow(), actor, happened);
            _records.Add(record);
            return record;
        }
    }

    /// <summary>All records until now, in order.</summary>
    public IReadOnlyList<HistoryRecord> Records()
    {
        lock (_lock) return [.. _records];
    }
}
