using System.Buffers;

namespace Pdp.Core.Packing;

/// <summary>Whole numbers in seven bits a byte, low ones first (LEB128); signed ones zigzag, so that small ones of either sign are short.</summary>
public static class VarInts
{
    private const int MostBytes = 10;

    /// <summary>Writes a number.</summary>
    public static void Write(IBufferWriter<byte> to, ulong value)
    {
        var room = to.GetSpan(MostBytes);
        var at = 0;
        for (; value >= 0x80; value >>= 7) room[at++] = (byte)(value | 0x80);
        room[at++] = (byte)value;
        to.Advance(at);
    }

    /// <summary>Writes a number that may be negative.</summary>
    public static void WriteSigned(IBufferWriter<byte> to, long value) => Write(to, ZigZag(value));

    /// <summary>Takes a number off the front.</summary>
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
        throw new InvalidDataException("A number does not end.");
    }

    /// <summary>Takes a number that may be negative off the front.</summary>
    /// <exception cref="InvalidDataException">The bytes end too early, or it has more than 64 bits.</exception>
    public static long ReadSigned(ref ReadOnlySpan<byte> from) => UnZigZag(Read(ref from));

    /// <summary>0, -1, 1, -2 … as 0, 1, 2, 3 ….</summary>
    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    /// <summary>The number of a <see cref="ZigZag"/>.</summary>
    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
