using System.Buffers;
using System.IO.Compression;
using System.Text;
using Pdp.Core.Packing;

namespace Pdp.LogStore.Blocks;

/// <summary>
/// Entries to bytes: numbers first, texts after them, since like beside like compresses better. The first byte says whether what follows is
/// compressed. Not safe for several threads.
/// </summary>
internal sealed class BlockWriter
{
    /// <summary>Follows as it is.</summary>
    public const byte Plain = 0;

    /// <summary>Follows as its length (a varint) and a Brotli stream.</summary>
    public const byte Brotli = 1;

    // Measured on service logs: 4 takes half the room of 1 and a tenth of the time of 9.
    private const int Quality = 4;
    private const int Window = 18;

    private readonly ArrayBufferWriter<byte> _plain = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> _packed = new(64 * 1024);

    /// <summary>The block, and how large it is unpacked.</summary>
    public (byte[] Data, int Bytes) Write(IReadOnlyList<BlockEntry> entries, bool pack)
    {
        _plain.ResetWrittenCount();
        if (!pack) Put(Plain);
        WriteNumbers(entries);
        foreach (var entry in entries)
        {
            WriteText(entry.Message);
            if (entry.Fields is not null) WriteText(entry.Fields);
        }
        var bytes = _plain.WrittenCount;
        return (pack ? Compress() : _plain.WrittenSpan.ToArray(), bytes);
    }

    private void WriteNumbers(IReadOnlyList<BlockEntry> entries)
    {
        VarInts.Write(_plain, (ulong)entries.Count);
        var before = default(BlockEntry);
        foreach (var entry in entries)
        {
            VarInts.Write(_plain, (ulong)(entry.Id - before.Id));
            VarInts.WriteSigned(_plain, entry.Time - before.Time);
            before = entry;
        }
        foreach (var entry in entries)
        {
            // Level in the low bits, then whether there are fields and whether lines are missing.
            var flags = (int)entry.Level | (entry.Fields is null ? 0 : 8) | (entry.Missing == 0 ? 0 : 16);
            Put((byte)flags);
            if (entry.Missing != 0) VarInts.Write(_plain, (ulong)entry.Missing);
            VarInts.Write(_plain, (ulong)Encoding.UTF8.GetByteCount(entry.Message));
            if (entry.Fields is not null) VarInts.Write(_plain, (ulong)Encoding.UTF8.GetByteCount(entry.Fields));
        }
    }

    private byte[] Compress()
    {
        var plain = _plain.WrittenSpan;
        _packed.ResetWrittenCount();
        _packed.Write([Brotli]);
        VarInts.Write(_packed, (ulong)plain.Length);
        var room = _packed.GetSpan(BrotliEncoder.GetMaxCompressedLength(plain.Length));
        if (!BrotliEncoder.TryCompress(plain, room, out var written, Quality, Window))
            throw new InvalidOperationException("Brotli needs more room than it says it may.");
        _packed.Advance(written);
        return _packed.WrittenSpan.ToArray();
    }

    private void WriteText(string text) => Encoding.UTF8.GetBytes(text, _plain);

    private void Put(byte value) => _plain.Write([value]);
}
