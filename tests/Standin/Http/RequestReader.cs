using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Pdp.Standin.Http;

/// <summary>Reads HTTP/1.1 requests from one connection. Head at most 16 KiB, body at most 1 MiB.</summary>
internal sealed class RequestReader(Socket socket)
{
    private const int HeadLimit = 16 * 1024;
    private const int BodyLimit = 1024 * 1024;
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] Continue = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    private byte[] _buffer = new byte[2048];
    private int _start;
    private int _end;

    /// <summary>Waits until at least one byte of a next request is here; false when the client has closed.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _end > _start || await FillAsync(cancellationToken);

    /// <summary>Reads the next request whole.</summary>
    /// <exception cref="BadRequestException">Malformed or over a limit.</exception>
    public async ValueTask<HttpRequest> ReadAsync(CancellationToken cancellationToken)
    {
        var head = await ReadHeadAsync(cancellationToken);
        var lines = head.Split("\r\n");
        var first = lines[0].Split(' ');
        if (first.Length != 3 || !first[2].StartsWith("HTTP/1.", StringComparison.Ordinal)) throw new BadRequestException(400, "The request line is malformed.");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1) throw new BadRequestException(400, "A header line has no name.");
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var body = await ReadBodyAsync(headers, cancellationToken);
        var mark = first[1].IndexOf('?', StringComparison.Ordinal);
        return mark < 0
            ? new HttpRequest(first[0], first[1], "", headers, body)
            : new HttpRequest(first[0], first[1][..mark], first[1][(mark + 1)..], headers, body);
    }

    private async ValueTask<string> ReadHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf(EndOfHead);
            if (length >= 0)
            {
                var head = Encoding.ASCII.GetString(_buffer, _start, length);
                _start += length + EndOfHead.Length;
                return head;
            }

            if (_end - _start > HeadLimit) throw new BadRequestException(431, "The head is over 16 KiB.");
            await NeedAsync(cancellationToken);
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        var chunked = headers.TryGetValue("Transfer-Encoding", out var coding) && coding.Contains("chunked", StringComparison.OrdinalIgnoreCase);
        if (headers.ContainsKey("Expect") && (chunked || headers.ContainsKey("Content-Length")))
            await socket.SendAsync(Continue, cancellationToken);
        if (chunked) return await ReadChunksAsync(cancellationToken);
        if (!headers.TryGetValue("Content-Length", out var text)) return ReadOnlyMemory<byte>.Empty;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)) throw new BadRequestException(400, "Content-Length is no number.");
        return await TakeAsync(length, cancellationToken);
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadChunksAsync(CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        while (true)
        {
            var line = await ReadLineAsync(cancellationToken);
            if (!int.TryParse(line.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) || size < 0)
                throw new BadRequestException(400, "A chunk has no size.");
            if (body.Length + size > BodyLimit) throw new BadRequestException(413, "The body is over 1 MiB.");
            if (size > 0) body.Write((await TakeAsync(size, cancellationToken)).Span);
            if ((await ReadLineAsync(cancellationToken)).Length > 0) throw new BadRequestException(400, "A chunk is longer than its size.");
            if (size == 0) return body.ToArray();
        }
    }

    private async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (length >= 0)
            {
                var line = Encoding.ASCII.GetString(_buffer, _start, length);
                _start += length + 2;
                return line;
            }

            if (_end - _start > HeadLimit) throw new BadRequestException(400, "A chunk's size line is too long.");
            await NeedAsync(cancellationToken);
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> TakeAsync(int length, CancellationToken cancellationToken)
    {
        if (length > BodyLimit) throw new BadRequestException(413, "The body is over 1 MiB.");
        while (_end - _start < length) await NeedAsync(cancellationToken);
        var taken = _buffer.AsSpan(_start, length).ToArray();
        _start += length;
        return taken;
    }

    private async ValueTask NeedAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(cancellationToken)) throw new BadRequestException(400, "The connection closed in the middle of a request.");
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end) _start = _end = 0;
        if (_end == _buffer.Length)
        {
            if (_start > 0) _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            else Array.Resize(ref _buffer, _buffer.Length * 2);
            _end -= _start;
            _start = 0;
        }

        var read = await socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
