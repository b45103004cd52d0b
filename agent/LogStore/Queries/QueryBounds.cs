using Pdp.LogStore.Blocks;

namespace Pdp.LogStore.Queries;

/// <summary>A query's numbers, as they are compared with blocks and entries.</summary>
internal sealed class QueryBounds
{
    private readonly LogQuery _query;
    private readonly long _newestId;
    private readonly Rank? _cursor;

    /// <param name="query">The query.</param>
    /// <param name="newestId">What was stored last when the query began: later entries could be told out of order.</param>
    /// <exception cref="LogQueryException">The cursor is not one of this query's order.</exception>
    public QueryBounds(LogQuery query, long newestId)
    {
        (_query, _newestId) = (query, newestId);
        _cursor = query.Cursor is { } cursor ? LogCursor.Parse(cursor, query.Order).Place : null;
        Levels = query.Levels.Count == 0 ? 0xff : query.Levels.Aggregate(BlockHeader.GapBit, (bits, level) => bits | (1 << (int)level));
        (From, Before) = (query.Start.UtcTicks, query.End.UtcTicks);
        // Nothing before the cursor's time is answered again.
        if (_cursor is { } at && query.Order == SortOrder.NewestFirst) Before = Math.Min(Before, -at.First + 1);
        if (_cursor is { } from && query.Order == SortOrder.OldestFirst) From = Math.Max(From, from.First);
    }

    /// <summary>Bits of the levels that are wanted.</summary>
    public int Levels { get; }

    /// <summary>Earliest time, ticks.</summary>
    public long From { get; }

    /// <summary>First time too late, ticks.</summary>
    public long Before { get; }

    /// <summary>Whether entries with these bounds may be wanted.</summary>
    public bool MayHold(long minTime, long maxTime, long lastId) =>
        maxTime >= From && minTime < Before && !(_cursor is { } cursor && Rank.Latest(minTime, maxTime, lastId, _query.Order) < cursor.First);

    /// <summary>
    /// The first place an entry with these bounds can have in this answer. Never before the cursor: all that reaches over it is opened together, so
    /// that even an answer cut short at once gets further than the one before.
    /// </summary>
    public long Earliest(long minTime, long maxTime, long firstId) =>
        Math.Max(_cursor?.First ?? long.MinValue, Rank.Earliest(minTime, maxTime, firstId, _query.Order));

    /// <summary>Whether an entry is wanted, as far as its numbers say.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="time">Its time, ticks.</param>
    /// <param name="oldest">Earliest time its class keeps, ticks.</param>
    public bool Wants(long id, long time, long oldest) =>
        id <= _newestId && time >= From && time < Before && time >= oldest
        && !(_cursor is { } cursor && Rank.Of(new BlockEntry(id, time, default, "", null, 0), _query.Order) <= cursor);
}
