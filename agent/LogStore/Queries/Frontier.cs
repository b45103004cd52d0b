using Pdp.Core.Logs;
using Pdp.LogStore.Blocks;
using Pdp.LogStore.Segments;

namespace Pdp.LogStore.Queries;

/// <summary>Something whose entries have not been looked at yet: a segment, or a block of an open one.</summary>
internal abstract record Frontier
{
    private Frontier()
    {
    }

    /// <summary>A segment that is not open yet.</summary>
    public sealed record Closed(Segment Segment) : Frontier;

    /// <summary>A block.</summary>
    public sealed record Unread(OpenSegment From, BlockHeader Block) : Frontier;
}

/// <summary>A segment a query has borrowed.</summary>
/// <param name="Segment">Which.</param>
/// <param name="Reader">To be given back to it.</param>
/// <param name="Sources">Its sources within the query's scope.</param>
/// <param name="Oldest">Earliest time that is kept, ticks.</param>
internal sealed record OpenSegment(Segment Segment, SegmentReader Reader, IReadOnlyDictionary<long, LogSource> Sources, long Oldest);
