using System.Buffers;
using System.IO.Compression;
using Pdp.Core.Packing;

namespace Pdp.PlaneStore.Metrics;

/// <summary>Samples of one container, packed: differences column by column, then Brotli.</summary>
internal static class Chunk
{
    /// <summary>Most samples of one.</summary>
    public const int MostSamples = 1000;

    private const int MostBytes = 128 * 1024;
    private const int Quality = 5;
    private const int Window = 18;

    private static readonly Measure[] _columns = Enum.GetValues<Measure>();

    /// <summary>Packs samples, 1..<see cref="MostSamples"/>, in the order of their times.</summary>
    public static byte[] Pack(IReadOnlyList<ContainerSample> samples)
    {
        var plain = new ArrayBufferWriter<byte>(samples.Count * 8);
        VarInts.Write(plain, (ulong)samples.Count);
        Deltas.Write(plain, samples.Select(sample => (long?)sample.Time));
        foreach (var column in _columns) Deltas.Write(plain, samples.Select(sample => sample[column]));
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(plain.WrittenCount)];
        return BrotliEncoder.TryCompress(plain.WrittenSpan, packed, out var length, Quality, Window)
            ? packed[..length]
            : throw new InvalidOperationException("Nothing is longer than the longest.");
    }

    /// <summary>Unpacks samples.</summary>
    /// <exception cref="InvalidDataException">The bytes are none that were packed.</exception>
    public static IReadOnlyList<ContainerSample> Unpack(ReadOnlySpan<byte> packed)
    {
        var room = ArrayPool<byte>.Shared.Rent(MostBytes);
        try
        {
            if (!BrotliDecoder.TryDecompress(packed, room, out var length)) throw new InvalidDataException("A chunk of samples is damaged.");
            return Read(room.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private static ContainerSample[] Read(ReadOnlySpan<byte> plain)
    {
        var count = VarInts.Read(ref plain);
        if (count is 0 or > MostSamples) throw new InvalidDataException("A chunk of samples has an impossible length.");
        var times = Deltas.Read(ref plain, (int)count);
        var columns = new long?[_columns.Length][];
        for (var i = 0; i < columns.Length; i++) columns[i] = Deltas.Read(ref plain, (int)count);
        var samples = new ContainerSample[count];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = new ContainerSample(
                times[i] ?? 0, columns[0][i], columns[1][i], columns[2][i], columns[3][i], columns[4][i], columns[5][i], columns[6][i]);
        }
        return samples;
    }
}
