using System.Buffers;
using System.Globalization;
using System.Text;
using Pdp.LocalCluster.Api;

namespace Pdp.LocalCluster.Node.Logs;

/// <summary>Turns log entries back into the lines a container wrote, as asked: with times or without, from a moment on.</summary>
internal sealed class LogEntryReader(PodLogOptions options)
{
    private const int TimeLength = 30;
    private const int Most = 64 * 1024;

    private readonly byte[] _buffer = new byte[Most];
    private int _held;
    private bool _midLine;

    /// <summary>Reads what the part holds beyond its position, up to 64 KiB.</summary>
    /// <returns>The lines; null at the end of the part. Empty where all that was read is too old.</returns>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(FileStream part, CancellationToken cancellationToken)
    {
        var read = await part.ReadAsync(_buffer.AsMemory(_held), cancellationToken);
        if (read == 0) return null;
        var available = _held + read;
        var end = _buffer.AsSpan(0, available).LastIndexOf((byte)'\n') + 1;
        var lines = new ArrayBufferWriter<byte>(end + 1);
        for (var start = 0; start < end;)
        {
            var length = _buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            Write(_buffer.AsSpan(start, length), lines);
            start += length + 1;
        }

        _held = available - end;
        _buffer.AsSpan(end, _held).CopyTo(_buffer);
        return lines.WrittenMemory;
    }

    private void Write(ReadOnlySpan<byte> entry, ArrayBufferWriter<byte> lines)
    {
        // time, space, "stdout" or "stderr", space, tag, space
        const int textAt = TimeLength + 10;
        // A file that was cut down under a follower goes on in the middle of an entry, which a kubelet passes over too.
        if (entry.Length < textAt || entry[TimeLength - 1] != (byte)'Z' || entry[TimeLength] != (byte)' ') return;
        if (options.Since is { } since && TimeOf(entry) < since) return;
        if (options.Timestamps && !_midLine)
        {
            lines.Write(entry[..TimeLength]);
            lines.Write(" "u8);
        }

        lines.Write(entry[textAt..]);
        _midLine = entry[textAt - 2] == (byte)'P';
        if (!_midLine) lines.Write("\n"u8);
    }

    private static DateTimeOffset TimeOf(ReadOnlySpan<byte> entry) => DateTimeOffset.TryParse(
        Encoding.ASCII.GetString(entry[..27]) + "Z", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.MinValue;
}
