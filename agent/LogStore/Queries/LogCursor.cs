using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace Pdp.LogStore.Queries;

/// <summary>A place between entries. It names a time and an entry and not a file or a row, so it outlives both.</summary>
/// <param name="Order">The order it is a place in.</param>
/// <param name="Place">What comes after this is still to be answered.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LogCursor(SortOrder Order, Rank Place)
{
    private const int Length = 17;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = (byte)Order;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Place.First);
        BinaryPrimitives.WriteInt64BigEndian(bytes[9..], Place.Second);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="LogQueryException">It is not a cursor of this order.</exception>
    public static LogCursor Parse(string text, SortOrder order)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length != Base64Url.GetEncodedLength(Length) || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != Length)
        {
            throw new LogQueryException("cursor: is not one of an earlier answer; leave it out to begin anew.");
        }
        if (bytes[0] != (byte)order) throw new LogQueryException("cursor: is of another sortOrder; use the one it was made with.");
        return new LogCursor(order, new Rank(BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), BinaryPrimitives.ReadInt64BigEndian(bytes[9..])));
    }
}
