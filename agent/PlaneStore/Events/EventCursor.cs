using System.Buffers.Binary;
using System.Buffers.Text;

namespace Pdp.PlaneStore.Events;

/// <summary>A place between events.</summary>
/// <param name="OldestFirst">The order it is a place in.</param>
/// <param name="Time">Of the event before it, milliseconds since 1970.</param>
/// <param name="Row">Of the event before it.</param>
internal sealed record EventCursor(bool OldestFirst, long Time, long Row)
{
    private const int Length = 17;

    public static EventCursor? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length != Base64Url.GetEncodedLength(Length) || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != Length || bytes[0] > 1)
        {
            return null;
        }
        return new EventCursor(bytes[0] == 1, BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), BinaryPrimitives.ReadInt64BigEndian(bytes[9..]));
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = (byte)(OldestFirst ? 1 : 0);
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Time);
        BinaryPrimitives.WriteInt64BigEndian(bytes[9..], Row);
        return Base64Url.EncodeToString(bytes);
    }
}
