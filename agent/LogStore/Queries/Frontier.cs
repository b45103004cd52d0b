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

    /// <summary>The blocks of an open segment after a place.</summary>
    public sealed record Rest(OpenSegment Of, long After) : Frontier;

    /// <summary>A block.</summary>
    public sealed record Unread(OpenSegment From, BlockHeader Block) : Frontier;
}
