using System.Buffers;

namespace Pdp.Kubernetes.Transport;

/// <summary>
/// Cuts a stream into lines, whatever pieces it arrives in. Works on bytes, so a piece that ends inside a character or a JSON token is
/// nothing special. Holds one buffer that grows up to the longest line allowed.
/// </summary>
internal sealed class LineReader(Stream stream, int maxLineBytes) : IDisposable
{
    private const int FirstBuffer = 16 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Math.Min(FirstBuffer, maxLineBytes));
    private int _start;
    private int _searched;
    private int _end;
    private bool _ended;

    /// <summary>The next line without its line break, valid until the next call; null at the end of the stream.</summary>
    public async ValueTask<Line?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
            if (found >= 0 && _searched + found - _start <= maxLineBytes) return Take(_searched + found - _start, 1, LineEnd.Break);
            _searched = _end;
            if (_end - _start > maxLineBytes) return Take(CharacterBoundary(maxLineBytes), 0, LineEnd.TooLong);
            if (_ended) return _end > _start ? Take(_end - _start, 0, LineEnd.StreamEnd) : null;
            await FillAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private Line Take(int length, int breakLength, LineEnd end)
    {
        var line = new Line(_buffer.AsMemory(_start, length), end);
        _start += length + breakLength;
        _searched = _start;
        return line;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_end == _buffer.Length) MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        _ended = read == 0;
    }

    private void MakeRoom()
    {
        var length = _end - _start;
        var target = length > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        _buffer.AsSpan(_start, length).CopyTo(target);
        if (!ReferenceEquals(target, _buffer)) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _searched, _start, _end) = (target, _searched - _start, 0, length);
    }

    // A line that is cut is cut between characters: back over UTF-8 continuation bytes, three at most.
    private int CharacterBoundary(int length)
    {
        for (var back = 0; back < 4 && length - back > 0; back++)
        {
            if ((_buffer[_start + length - back] & 0xC0) != 0x80) return length - back;
        }
        return length;
    }
}

/// <summary>A line.</summary>
/// <param name="Bytes">What it says, without its line break.</param>
/// <param name="End">What ended it.</param>
internal readonly record struct Line(ReadOnlyMemory<byte> Bytes, LineEnd End);

/// <summary>What ended a line.</summary>
internal enum LineEnd
{
    /// <summary>A line break.</summary>
    Break,

    /// <summary>The end of the stream.</summary>
    StreamEnd,

    /// <summary>The longest line allowed; the rest follows as the next line.</summary>
    TooLong,
}
