using Pdp.Core.Logs;
using Pdp.LogStore.Segments;

namespace Pdp.LogStore.Queries;

/// <summary>A segment a query has borrowed.</summary>
/// <param name="Segment">Which.</param>
/// <param name="Reader">To be given back to it.</param>
internal sealed record OpenSegment(Segment Segment, SegmentReader Reader)
{
    /// <summary>Its sources within the query's scope.</summary>
    public required IReadOnlyDictionary<long, LogSource> Sources { get; init; }

    /// <summary>Which of its blocks are wanted.</summary>
    public required HeaderFilter Wanted { get; init; }

    /// <summary>Blocks that may have the words looked for; null when the index was not asked.</summary>
    public IReadOnlySet<long>? Found { get; init; }

    /// <summary>Earliest time that is kept, ticks.</summary>
    public required long Oldest { get; init; }
}
