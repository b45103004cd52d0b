using System.Buffers.Binary;

namespace Pdp.LocalCluster.Protobuf;

/// <summary>Reads one protocol buffers message, field by field.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Moves to the next field; false at the end of the message.</summary>
    /// <exception cref="FormatException">The message is cut off or has a form that is not known.</exception>
    public bool Next(out int number, out ProtoValue value)
    {
        number = 0;
        value = default;
        if (_rest.IsEmpty)
            return false;
        var tag = Varint();
        number = (int)(tag >> 3);
        value = (tag & 7) switch
        {
            0 => new ProtoValue(Varint(), default),
            1 => new ProtoValue(BinaryPrimitives.ReadUInt64LittleEndian(Take(8)), default),
            2 => new ProtoValue(0, Take(Length())),
            5 => new ProtoValue(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)), default),
            _ => throw new FormatException("protobuf: unknown wire type"),
        };
        return true;
    }

    private int Length()
    {
        var length = Varint();
        return length <= int.MaxValue ? (int)length : throw new FormatException("protobuf: cut off");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw new FormatException("protobuf: cut off");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        throw new FormatException("protobuf: a number is too long");
    }
}

/// <summary>A field's value: a number, or bytes whose meaning its type tells.</summary>
internal readonly ref struct ProtoValue(ulong number, ReadOnlySpan<byte> bytes)
{
    public ulong Number { get; } = number;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;
}
