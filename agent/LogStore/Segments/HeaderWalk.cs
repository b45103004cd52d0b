using Microsoft.Data.Sqlite;
using Pdp.LogStore.Blocks;
using Pdp.LogStore.Queries;

namespace Pdp.LogStore.Segments;

/// <summary>
/// Walks the headers of a segment in the order of an answer, a page at a time: an answer that is full after the newest hundred entries never sees the
/// headers of the rest.
/// </summary>
internal sealed class HeaderWalk : IDisposable
{
    // What a page has too much costs little; a further page is a query of its own.
    private const int PageBlocks = 128;

    private readonly Statement _byEnd;
    private readonly Statement _byStart;
    private readonly Statement _byArrival;

    public HeaderWalk(SqliteConnection connection)
    {
        const string wanted = "max_time >= $1 and min_time < $2 and levels & $3 and ($4 is null or source in (select value from json_each($4)))";
        _byEnd = Select("blocks_by_end", $"max_time < $5 and {wanted} order by max_time desc");
        _byStart = Select("blocks_by_start", $"min_time > $5 and {wanted} order by min_time");
        _byArrival = Select(null, $"id > $5 and {wanted} order by id");

        Statement Select(string? index, string where) =>
            new(connection, $"select {SegmentStateReader.Columns} from blocks {(index is null ? "not indexed" : $"indexed by {index}")} where {where}", 5);
    }

    /// <summary>Before the first header of an order.</summary>
    public static long Start(SortOrder order) => order == SortOrder.NewestFirst ? long.MaxValue : long.MinValue;

    /// <summary>The next headers.</summary>
    /// <param name="transaction">What is read in.</param>
    /// <param name="wanted">Which.</param>
    /// <param name="order">In which order.</param>
    /// <param name="after">Where the page before ended.</param>
    /// <returns>The headers, and where they end; null after the last.</returns>
    public (List<BlockHeader> Blocks, long? End) Next(SqliteTransaction? transaction, HeaderFilter wanted, SortOrder order, long after)
    {
        var statement = order switch { SortOrder.NewestFirst => _byEnd, SortOrder.OldestFirst => _byStart, _ => _byArrival };
        // In the order of arrival a block may begin before one of a lower number: all are one page.
        var page = order == SortOrder.Arrival ? int.MaxValue : PageBlocks;
        var blocks = new List<BlockHeader>();
        using var rows = statement.Rows(transaction, wanted.From, wanted.Before, (long)wanted.Levels, wanted.SourceNumbers, after);
        while (rows.Read())
        {
            var block = SegmentStateReader.Header(rows);
            // Blocks of one place are never parted.
            if (blocks.Count >= page && Place(block, order) != Place(blocks[^1], order)) return (blocks, Place(blocks[^1], order));
            blocks.Add(block);
        }
        return (blocks, null);
    }

    public void Dispose()
    {
        _byEnd.Dispose();
        _byStart.Dispose();
        _byArrival.Dispose();
    }

    private static long Place(BlockHeader block, SortOrder order) => order == SortOrder.NewestFirst ? block.MaxTime : block.MinTime;
}
