using System.Buffers;
using System.Text;

namespace Pdp.LocalCluster.OpenApi;

/// <summary>Writes protocol buffers: the three wire forms the OpenAPI message needs.</summary>
internal sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void Text(int field, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            Bytes(field, Encoding.UTF8.GetBytes(text));
    }

    public void Flag(int field, bool value)
    {
        if (!value)
            return;
        Varint((uint)field << 3);
        Varint(1);
    }

    public void Message(int field, Action<ProtoWriter> write)
    {
        var inner = new ProtoWriter();
        write(inner);
        Bytes(field, inner.Written);
    }

    private void Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Varint(((uint)field << 3) | 2);
        Varint((uint)bytes.Length);
        _buffer.Write(bytes);
    }

    private void Varint(uint value)
    {
        while (value >= 0x80)
        {
            _buffer.Write([(byte)(value | 0x80)]);
            value >>= 7;
        }
        _buffer.Write([(byte)value]);
    }
}
