using Pdp.Core.Logs;
using Pdp.LogStore.Blocks;

namespace Pdp.LogStore.Segments;

/// <summary>What the writer of a segment remembers of its file. After a failed transaction it is thrown away and read again.</summary>
internal sealed class SegmentState
{
    public Dictionary<LogSource, long> Sources { get; } = [];

    public Dictionary<LogSource, StoredPosition> Positions { get; } = [];

    /// <summary>Blocks not packed yet, by source, in the order of their entries.</summary>
    public Dictionary<long, List<BlockHeader>> Loose { get; } = [];

    /// <summary>Bytes of lines by pod: how much of the segment it fills.</summary>
    public Dictionary<LogSource, long> PodBytes { get; } = [];

    public SegmentBounds Bounds { get; set; } = SegmentBounds.Empty;

    public long NextBlock { get; set; } = 1;

    public long Created { get; set; }

    public long Touched { get; set; }

    public void Count(LogSource source, long bytes)
    {
        var pod = PodOf(source);
        PodBytes[pod] = PodBytes.GetValueOrDefault(pod) + bytes;
    }

    public static LogSource PodOf(LogSource source) => source with { Container = "" };
}
