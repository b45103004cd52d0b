using System.Buffers;

namespace Pdp.PlaneStore.Metrics;

/// <summary>Whole numbers in seven bits a byte, low ones first.</summary>
internal static class VarInts
{
    private const int MostBytes = 10;

    public static void Write(IBufferWriter<byte> to, ulong value)
    {
        var room = to.GetSpan(MostBytes);
        var at = 0;
        for (; value >= 0x80; value >>= 7) room[at++] = (byte)(value | 0x80);
        room[at++] = (byte)value;
        to.Advance(at);
    }

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
        throw new InvalidDataException("A number of a chunk does not end.");
    }
}
