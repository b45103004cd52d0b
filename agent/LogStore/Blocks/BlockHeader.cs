namespace Pdp.LogStore.Blocks;

/// <summary>What is known of a block without unpacking it.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Source">The segment's number of the source.</param>
/// <param name="FirstId">The lowest entry id in it.</param>
/// <param name="LastId">The highest entry id in it.</param>
/// <param name="MinTime">The earliest time in it, ticks.</param>
/// <param name="MaxTime">The latest time in it, ticks.</param>
/// <param name="Levels">A bit for each level in it, and <see cref="GapBit"/>.</param>
/// <param name="Count">How many entries.</param>
/// <param name="Bytes">How large it is unpacked.</param>
/// <param name="Packed">Whether it is compressed and its words are in the index.</param>
internal sealed record BlockHeader(
    long Id, long Source, long FirstId, long LastId, long MinTime, long MaxTime, int Levels, int Count, int Bytes, bool Packed)
{
    /// <summary>The bit of marks of gaps.</summary>
    public const int GapBit = 1 << 7;

    public static BlockHeader Of(long id, long source, IReadOnlyList<BlockEntry> entries, int bytes, bool packed)
    {
        var (min, max, levels) = (long.MaxValue, long.MinValue, 0);
        foreach (var entry in entries)
        {
            min = Math.Min(min, entry.Time);
            max = Math.Max(max, entry.Time);
            levels |= entry.Missing > 0 ? GapBit : 1 << (int)entry.Level;
        }
        return new BlockHeader(id, source, entries[0].Id, entries[^1].Id, min, max, levels, entries.Count, bytes, packed);
    }
}
