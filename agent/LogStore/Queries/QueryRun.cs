using Pdp.Core.Logs;
using Pdp.LogStore.Blocks;
using Pdp.LogStore.Searching;
using Pdp.LogStore.Segments;

namespace Pdp.LogStore.Queries;

/// <summary>
/// One query over all segments. Segments, blocks and entries lie in one order by the first place each could have in the answer; what is first is
/// opened until what is first is an entry. So only what the answer needs is unpacked, and the answer is sorted over all sources.
/// </summary>
internal sealed class QueryRun(LogQuery query, long newestId, TimeProvider time, Action<Segment, Exception> damaged)
{
    private readonly Search _search = SearchParser.Parse(query.Search);
    private readonly QueryBounds _bounds = new(query, newestId);
    private readonly PriorityQueue<Frontier, long> _frontier = new();
    private readonly SortedSet<(Rank Rank, StoredEntry Entry)> _waiting = new(Comparer<(Rank Rank, StoredEntry)>.Create((a, b) => a.Rank.CompareTo(b.Rank)));
    private readonly Dictionary<Segment, OpenSegment> _open = [];
    private readonly List<(Rank Rank, StoredEntry Entry)> _found = [];
    private readonly long _started = time.GetTimestamp();
    private bool _overflowed;
    private bool _leftOut;

    /// <summary>Looks for the page.</summary>
    public LogPage Run(IEnumerable<Segment> segments, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var segment in segments)
            {
                var (first, last, min, max, entries) = segment.Bounds;
                if (entries > 0 && _bounds.MayHold(min, max, last))
                    _frontier.Enqueue(new Frontier.Closed(segment), _bounds.Earliest(min, max, first));
            }
            return Collect(cancellationToken);
        }
        finally
        {
            foreach (var one in _open.Values) one.Segment.GiveBack(one.Reader);
        }
    }

    private LogPage Collect(CancellationToken cancellationToken)
    {
        long? begun = null;
        while (_found.Count < query.Limit)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_frontier.TryPeek(out _, out var rank) && (_waiting.Count == 0 || rank <= _waiting.Min.Rank.First))
            {
                begun ??= rank;
                // At least one place is got behind, or a caller with too short a time would never come to the end.
                if (rank > begun && time.GetElapsedTime(_started) >= query.Budget) return Page(new Rank(rank, long.MinValue), partial: true);
                Expand(_frontier.Dequeue());
            }
            else if (_waiting.Count > 0)
            {
                _found.Add(_waiting.Min);
                _waiting.Remove(_waiting.Min);
            }
            else
            {
                return Page(null, partial: false);
            }
        }
        var more = _overflowed || _waiting.Count > 0 || _frontier.Count > 0;
        return Page(more ? _found[^1].Rank : null, partial: false);
    }

    private LogPage Page(Rank? next, bool partial) => new(
        [.. _found.Select(found => found.Entry)],
        next is { } place ? new LogCursor(query.Order, place).ToString() : null,
        partial || _leftOut,
        time.GetElapsedTime(_started));

    private void Expand(Frontier frontier)
    {
        var segment = frontier is Frontier.Unread unread ? unread.From.Segment : ((Frontier.Closed)frontier).Segment;
        try
        {
            if (frontier is Frontier.Unread block) Read(block);
            else Open(segment);
        }
        catch (Exception e) when (e.IsDamage())
        {
            _leftOut = true;
            damaged(segment, e);
        }
    }

    private void Open(Segment segment)
    {
        if (segment.Borrow() is not { } reader) return;
        var oldest = time.GetUtcNow().UtcTicks - segment.Class.Retention.MaxAge.Ticks;
        var open = _open[segment] = new OpenSegment(segment, reader, new Dictionary<long, LogSource>(), oldest);
        open = _open[segment] = open with { Sources = reader.Sources(query.Scopes) };
        if (open.Sources.Count == 0) return;
        foreach (var block in reader.Blocks(Math.Max(_bounds.From, oldest), _bounds.Before, _bounds.Levels, _search.IndexQuery, open.Sources))
        {
            if (_bounds.MayHold(block.MinTime, block.MaxTime, block.LastId))
                _frontier.Enqueue(new Frontier.Unread(open, block), _bounds.Earliest(block.MinTime, block.MaxTime, block.FirstId));
        }
    }

    private void Read(Frontier.Unread unread)
    {
        var (from, block) = unread;
        foreach (var entry in BlockReader.Read(from.Reader.Payload(block.Id), (id, at, _) => _bounds.Wants(id, at, from.Oldest)))
        {
            if (!_bounds.Wants(entry) || !_search.Matches(entry.Message, entry.Fields)) continue;
            _waiting.Add((Rank.Of(entry, query.Order), new StoredEntry(entry.Id, from.Sources[block.Source], entry.ToEntry())));
            if (_waiting.Count <= query.Limit - _found.Count) continue;
            _waiting.Remove(_waiting.Max);
            _overflowed = true;
        }
    }
}
