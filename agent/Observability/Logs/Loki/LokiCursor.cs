using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using Pdp.LogStore.Queries;

namespace Pdp.Observability.Logs.Loki;

/// <summary>A place between lines: a moment, and how many lines of that moment were answered or passed over.</summary>
/// <param name="Order">The order it is a place in.</param>
/// <param name="Nanoseconds">The moment.</param>
/// <param name="Done">How many lines of it are done.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LokiCursor(SortOrder Order, long Nanoseconds, int Done)
{
    // One byte tells it from a cursor of the agent's own store.
    private const byte Mark = 0x4c;
    private const int Length = 14;

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        (bytes[0], bytes[1]) = (Mark, (byte)Order);
        BinaryPrimitives.WriteInt64BigEndian(bytes[2..], Nanoseconds);
        BinaryPrimitives.WriteInt32BigEndian(bytes[10..], Done);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="LogQueryException">It is not a cursor of this order.</exception>
    public static LokiCursor Parse(string text, SortOrder order)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length != Base64Url.GetEncodedLength(Length) || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var written)
            || written != Length || bytes[0] != Mark)
        {
            throw new LogQueryException("cursor: is not one of an earlier answer; leave it out to begin anew.");
        }
        if (bytes[1] != (byte)order) throw new LogQueryException("cursor: is of another sortOrder; use the one it was made with.");
        return new LokiCursor(order, BinaryPrimitives.ReadInt64BigEndian(bytes[2..]), Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(bytes[10..])));
    }
}
