namespace Pdp.LogStore.Segments;

/// <summary>Sizes inside a segment. Measured, see docs/logs.md.</summary>
internal static class SegmentLimits
{
    /// <summary>A database page.</summary>
    public const int PageBytes = 8192;

    /// <summary>A block is whole with so many entries.</summary>
    public const int BlockEntries = 256;

    /// <summary>Or with so many characters.</summary>
    public const int BlockChars = 128 * 1024;

    /// <summary>So many loose blocks of one source are made one, so that a source that says little is not read from hundreds of rows.</summary>
    public const int LooseBlocks = 16;
}
