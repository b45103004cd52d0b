using Pdp.Core.Logs.Lines;

namespace Pdp.Core.Logs.Reading;

/// <summary>
/// Makes entries of the lines of one run of a container, and knows the position after those it has handed out: what is still being put together
/// is read again after a crash. Not safe for several threads.
/// </summary>
public sealed class EntryGatherer
{
    // How many there were no one knows: one stands for them.
    private const string Torn = "The log was rotated or cut down before it was read to its end: lines may be missing here.";

    private readonly GatheringLimits _limits;
    private readonly PositionFilter _filter;
    private readonly LineBudget _budget;
    private readonly LongLine _line;
    private readonly List<LogEntry> _ready = [];
    private LogPosition _position;
    private LogPosition _readyPosition;
    private OpenEntry? _open;
    private long _dropped;
    private DateTimeOffset _droppedAt;
    private readonly bool _isUnbroken;
    private LogEntry? _tear;

    /// <summary>Goes on from a position.</summary>
    /// <param name="start">The position.</param>
    /// <param name="limits">What is taken.</param>
    /// <param name="before">How many lines come first that are from before the clock was set back; they were taken.</param>
    /// <param name="isUnbroken">Whether the log was read to its end just before, so that nothing can be missing.</param>
    public EntryGatherer(LogPosition start, GatheringLimits limits, long before = 0, bool isUnbroken = false)
    {
        (_limits, _position, _readyPosition, _isUnbroken) = (limits, start, start, isUnbroken);
        _filter = new PositionFilter(start, before);
        _budget = new LineBudget(limits.LinesPerSecond, limits.Burst);
        _line = new LongLine(limits.MessageChars);
    }

    /// <summary>How many entries are whole.</summary>
    public int Ready => _ready.Count;

    /// <summary>Whether something is held back for what may follow: an entry that may get further lines, or the mark of a gap that may grow.</summary>
    public bool IsOpen => _open is not null || _dropped > 0;

    /// <summary>Takes in a line, or a part of a long one.</summary>
    /// <param name="time">Its time; null when the server did not say.</param>
    /// <param name="text">What it says.</param>
    /// <param name="continues">Whether its next part follows.</param>
    public void Add(DateTimeOffset? time, string text, bool continues)
    {
        if (_line.Add(time, text, continues) is not var (at, whole)) return;
        var taken = at ?? _position.Newest;
        if (!_filter.IsNew(taken)) return;
        if (_filter.IsTorn && !_isUnbroken) _tear = new LogEntry(_position.Newest, Severity.Unknown, Torn, null, 1);
        var before = _position;
        _position = _position.After(taken);
        if (_budget.Take(taken)) Take(taken, LineParser.Parse(whole), before);
        else Drop(taken);
    }

    /// <summary>Hands out what is whole and the position after it.</summary>
    /// <param name="close">Whether the open entry is whole too: nothing came for a while, or the log has ended.</param>
    public (IReadOnlyList<LogEntry> Entries, LogPosition Position) Take(bool close)
    {
        if (close) Close();
        if (_open is null) MarkDropped();
        LogEntry[] entries = [.. _ready];
        _ready.Clear();
        return (entries, _readyPosition);
    }

    private void Take(DateTimeOffset time, ParsedLine line, LogPosition before)
    {
        MarkDropped();
        if (!line.Structured && _open?.TryAdd(line.Message, _limits) == true) return;
        Close();
        _open = new OpenEntry(time, line);
        _readyPosition = before;
        if (line.Structured) Close();
    }

    // A gap ends the entry before it: its mark stands where the lines were.
    private void Drop(DateTimeOffset time)
    {
        Close();
        if (_dropped++ == 0) _droppedAt = time;
        _readyPosition = _position;
    }

    private void MarkDropped()
    {
        if (_dropped == 0) return;
        Give(new LogEntry(_droppedAt, Severity.Unknown, $"{_dropped} lines were dropped: the container wrote faster than it may.", null, _dropped));
        _dropped = 0;
    }

    private void Close()
    {
        if (_open is { } open) Give(open.ToEntry());
        _open = null;
        _readyPosition = _position;
    }

    // The mark of a tear goes with the first entry after it, so that it is stored once.
    private void Give(LogEntry entry)
    {
        if (_tear is { } tear) _ready.Add(tear);
        _tear = null;
        _ready.Add(entry);
    }
}
