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
    // Up to so many blocks are looked up one by one; of more, the headers are walked in the order of the answer.
    private const int FewBlocks = 500;

    private readonly Search _search = SearchParser.Parse(query.Search);
    private readonly QueryBounds _bounds = new(query, newestId);
    private readonly PriorityQueue<Frontier, long> _frontier = new();
    private readonly SortedSet<(Rank Rank, StoredEntry Entry)> _waiting = new(Comparer<(Rank Rank, StoredEntry)>.Create((a, b) => a.Rank.CompareTo(b.Rank)));
    private readonly List<(Segment Segment, SegmentReader Reader)> _borrowed = [];
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
            foreach (var (segment, reader) in _borrowed) segment.GiveBack(reader);
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
        var segment = frontier switch
        {
            Frontier.Unread unread => unread.From.Segment,
            Frontier.Rest rest => rest.Of.Segment,
            _ => ((Frontier.Closed)frontier).Segment,
        };
        try
        {
            if (frontier is Frontier.Unread block) Read(block);
            else if (frontier is Frontier.Rest rest) Walk(rest.Of, rest.After);
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
        _borrowed.Add((segment, reader));
        var all = reader.Sources();
        var sources = all.Where(row => query.Scopes.Contain(row.Source)).ToDictionary(row => row.Id, row => row.Source);
        if (sources.Count == 0) return;
        var oldest = time.GetUtcNow().UtcTicks - segment.Class.Retention.MaxAge.Ticks;
        var open = new OpenSegment(segment, reader)
        {
            Sources = sources,
            Wanted = new HeaderFilter(Math.Max(_bounds.From, oldest), _bounds.Before, _bounds.Levels, sources.Count == all.Count ? null : sources.Keys),
            Found = _search.IndexQuery is { } words ? reader.Find(words) : null,
            Oldest = oldest,
        };
        if (open.Found is { Count: <= FewBlocks }) Await(open, reader.LookUp(open.Found, open.Wanted));
        else Walk(open, HeaderWalk.Start(query.Order));
    }

    private void Walk(OpenSegment open, long after)
    {
        var (blocks, end) = open.Reader.Walk(open.Wanted, query.Order, after);
        Await(open, blocks);
        if (end is { } place) _frontier.Enqueue(new Frontier.Rest(open, place), _bounds.Earliest(place, place, place));
    }

    private void Await(OpenSegment open, List<BlockHeader> blocks)
    {
        foreach (var block in blocks)
        {
            if (open.Found?.Contains(block.Id) != false && _bounds.MayHold(block.MinTime, block.MaxTime, block.LastId))
                _frontier.Enqueue(new Frontier.Unread(open, block), _bounds.Earliest(block.MinTime, block.MaxTime, block.FirstId));
        }
    }

    private void Read(Frontier.Unread unread)
    {
        var (from, block) = unread;
        foreach (var entry in BlockReader.Read(from.Reader.Payload(block.Id), (id, at, level) => (level & _bounds.Levels) != 0 && _bounds.Wants(id, at, from.Oldest)))
        {
            if (!_search.Matches(entry.Message, entry.Fields)) continue;
            _waiting.Add((Rank.Of(entry, query.Order), new StoredEntry(entry.Id, from.Sources[block.Source], entry.ToEntry())));
            if (_waiting.Count <= query.Limit - _found.Count) continue;
            _waiting.Remove(_waiting.Max);
            _overflowed = true;
        }
    }
}
