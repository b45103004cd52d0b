using System.Buffers;

namespace Pdp.LogStore.Blocks;

/// <summary>Whole numbers in seven bits a byte, low ones first; signed ones zigzag.</summary>
internal static class VarInts
{
    public static void Write(IBufferWriter<byte> to, ulong value)
    {
        var room = to.GetSpan(10);
        var at = 0;
        for (; value >= 0x80; value >>= 7) room[at++] = (byte)(value | 0x80);
        room[at++] = (byte)value;
        to.Advance(at);
    }

    public static void WriteSigned(IBufferWriter<byte> to, long value) => Write(to, (ulong)((value << 1) ^ (value >> 63)));

    /// <exception cref="InvalidDataException">The bytes end too early, or it has more than 64 bits.</exception>
    public static ulong Read(ref ReadOnlySpan<byte> from)
    {
        ulong value = 0;
        for (var (at, shift) = (0, 0); at < from.Length && shift < 64; at++, shift += 7)
        {
            value |= (ulong)(from[at] & 0x7f) << shift;
            if (from[at] >= 0x80) continue;
            from = from[(at + 1)..];
            return value;
        }
        throw new InvalidDataException("A number of the block does not end.");
    }

    public static long ReadSigned(ref ReadOnlySpan<byte> from)
    {
        var value = Read(ref from);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
