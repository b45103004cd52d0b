using System.Buffers;

namespace Pdp.Protocol.Frames;

/// <summary>
/// Where a message is put together: grows by doubling while one comes in, never to more than a frame and a bit, and is given back
/// to the pool before the next, so that an idle connection holds nothing.
/// </summary>
internal sealed class MessageBuffer
{
    private const int FirstBytes = 4 * 1024;

    // One byte over the limit is enough to see that a message is too large.
    private const int MostBytes = ProtocolLimits.FrameBytes + 1;

    private byte[] _bytes = [];

    /// <summary>Bytes of the message so far.</summary>
    public int Length { get; private set; }

    /// <summary>The message so far; valid until the next call of another member.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Room for more, never empty up to the limit.</summary>
    public Memory<byte> Free()
    {
        if (Length == _bytes.Length) Grow();
        return _bytes.AsMemory(Length, Math.Min(_bytes.Length, MostBytes) - Length);
    }

    /// <summary>Counts bytes written to <see cref="Free"/>.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Begins a new message.</summary>
    public void Reset()
    {
        Length = 0;
        Release();
    }

    // Only ever between two reads: an array that a socket may still write to must not go back to the pool.
    private void Release()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Clamp(_bytes.Length * 2, FirstBytes, MostBytes));
        Written.CopyTo(larger);
        var length = Length;
        Release();
        (_bytes, Length) = (larger, length);
    }
}
