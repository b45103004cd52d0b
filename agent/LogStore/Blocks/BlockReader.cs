using System.Buffers;
using System.IO.Compression;
using System.Text;
using Pdp.Core.Logs;
using Pdp.Core.Packing;

namespace Pdp.LogStore.Blocks;

/// <summary>Bytes to entries.</summary>
internal static class BlockReader
{
    // Far above what a block may hold; a damaged length must not ask for memory without end.
    private const int MaxBytes = 64 << 20;

    /// <summary>The entries of a block whose numbers pass, in their order; texts of others are not made.</summary>
    /// <param name="data">What <see cref="BlockWriter"/> wrote.</param>
    /// <param name="wanted">By id, time and the bit of the level, as in a <see cref="BlockHeader"/>.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static List<BlockEntry> Read(ReadOnlySpan<byte> data, Func<long, long, int, bool>? wanted = null)
    {
        if (data.IsEmpty) throw new InvalidDataException("The block is empty.");
        if (data[0] == BlockWriter.Plain) return Entries(data[1..], wanted);
        if (data[0] != BlockWriter.Brotli) throw new InvalidDataException("The block is packed in a way this program does not know.");

        var rest = data[1..];
        var length = Length(ref rest, MaxBytes);
        var room = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            if (!BrotliDecoder.TryDecompress(rest, room.AsSpan(0, length), out var written) || written != length)
                throw new InvalidDataException("The block cannot be unpacked.");
            return Entries(room.AsSpan(0, length), wanted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private static List<BlockEntry> Entries(ReadOnlySpan<byte> plain, Func<long, long, int, bool>? wanted)
    {
        var count = Length(ref plain, plain.Length);
        var numbers = new (long Id, long Time)[count];
        var (id, time) = (0L, 0L);
        for (var i = 0; i < count; i++) numbers[i] = (id += (long)VarInts.Read(ref plain), time += VarInts.ReadSigned(ref plain));

        var shapes = new (byte Flags, long Missing, int Message, int Fields)[count];
        for (var i = 0; i < count; i++) shapes[i] = Shape(ref plain);

        var entries = new List<BlockEntry>();
        for (var i = 0; i < count; i++)
        {
            var (flags, missing, message, fields) = shapes[i];
            if (message + (long)fields > plain.Length) throw new InvalidDataException("A text of the block does not end.");
            var level = (Severity)(flags & 7);
            if (wanted is null || wanted(numbers[i].Id, numbers[i].Time, missing > 0 ? BlockHeader.GapBit : 1 << (int)level))
            {
                var other = (flags & 8) == 0 ? null : Encoding.UTF8.GetString(plain.Slice(message, fields));
                entries.Add(new BlockEntry(numbers[i].Id, numbers[i].Time, level, Encoding.UTF8.GetString(plain[..message]), other, missing));
            }
            plain = plain[(message + fields)..];
        }
        return entries;
    }

    private static (byte Flags, long Missing, int Message, int Fields) Shape(ref ReadOnlySpan<byte> plain)
    {
        if (plain.IsEmpty) throw new InvalidDataException("The block ends too early.");
        var flags = plain[0];
        plain = plain[1..];
        var missing = (flags & 16) == 0 ? 0 : (long)VarInts.Read(ref plain);
        var message = Length(ref plain, MaxBytes);
        return (flags, missing, message, (flags & 8) == 0 ? 0 : Length(ref plain, MaxBytes));
    }

    private static int Length(ref ReadOnlySpan<byte> plain, int most)
    {
        var length = VarInts.Read(ref plain);
        return length <= (ulong)most ? (int)length : throw new InvalidDataException("A length of the block is too large.");
    }
}
