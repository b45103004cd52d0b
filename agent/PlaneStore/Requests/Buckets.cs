using System.Buffers.Binary;

namespace Pdp.PlaneStore.Requests;

/// <summary>Buckets of a histogram as bytes: bound and count, eight bytes each.</summary>
internal static class Buckets
{
    /// <summary>Most buckets of one; what has more is kept without.</summary>
    private const int Most = 100;

    private const int Size = 16;

    public static byte[]? Pack(IReadOnlyList<(double Bound, double Count)> buckets)
    {
        // Without any request there is nothing to tell.
        if (buckets.Count is 0 or > Most || buckets.All(bucket => bucket.Count == 0)) return null;
        var bytes = new byte[buckets.Count * Size];
        for (var i = 0; i < buckets.Count; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * Size), buckets[i].Bound);
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan((i * Size) + (Size / 2)), buckets[i].Count);
        }
        return bytes;
    }

    public static IEnumerable<(double Bound, double Count)> Unpack(byte[] bytes)
    {
        for (var at = 0; at + Size <= bytes.Length; at += Size)
            yield return (BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(at)), BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(at + (Size / 2))));
    }
}
