using Pdp.LogStore.Blocks;

namespace Pdp.LogStore.Segments;

/// <summary>Which headers of a segment a search has a use for.</summary>
/// <param name="From">Earliest time, ticks.</param>
/// <param name="Before">First time too late, ticks.</param>
/// <param name="Levels">Bits of the levels.</param>
/// <param name="Sources">The segment's numbers of the sources; null takes all.</param>
internal sealed record HeaderFilter(long From, long Before, int Levels, IReadOnlyCollection<long>? Sources)
{
    /// <summary>The sources as a statement takes them: a JSON array, or a database's null.</summary>
    public object SourceNumbers { get; } = Sources is null ? DBNull.Value : $"[{string.Join(',', Sources)}]";

    /// <summary>Whether it has a use for a block.</summary>
    public bool Takes(BlockHeader block) =>
        block.MaxTime >= From && block.MinTime < Before && (block.Levels & Levels) != 0 && Sources?.Contains(block.Source) != false;
}
