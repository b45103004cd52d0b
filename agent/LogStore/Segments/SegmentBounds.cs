using Pdp.LogStore.Blocks;

namespace Pdp.LogStore.Segments;

/// <summary>What lies in a segment: ids, times in ticks, how many entries.</summary>
internal sealed record SegmentBounds(long FirstId, long LastId, long MinTime, long MaxTime, long Entries)
{
    public static SegmentBounds Empty { get; } = new(long.MaxValue, 0, long.MaxValue, long.MinValue, 0);

    public SegmentBounds With(BlockHeader block) => new(
        Math.Min(FirstId, block.FirstId), Math.Max(LastId, block.LastId), Math.Min(MinTime, block.MinTime), Math.Max(MaxTime, block.MaxTime),
        Entries + block.Count);
}
