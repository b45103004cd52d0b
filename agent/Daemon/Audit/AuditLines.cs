namespace Pdp.Daemon.Audit;

/// <summary>Takes a file apart into lines, within limits: a record is never longer than this.</summary>
internal static class AuditLines
{
    private const int LongestLine = 256 * 1024;

    /// <summary>The lines, in order. A line that is too long comes as one that is not whole, and ends the reading.</summary>
    public static IEnumerable<AuditBytes> Read(Stream stream)
    {
        var buffer = new byte[LongestLine];
        var (count, offset) = (0, 0L);
        while (true)
        {
            var read = stream.Read(buffer, count, buffer.Length - count);
            count += read;
            var start = 0;
            while (Array.IndexOf(buffer, (byte)'\n', start, count - start) is var end and >= 0)
            {
                yield return new AuditBytes(buffer[start..end], offset + start, IsWhole: true);
                start = end + 1;
            }
            buffer.AsSpan(start, count - start).CopyTo(buffer);
            (count, offset) = (count - start, offset + start);
            if (read == 0 || count == buffer.Length) break;
        }
        if (count > 0) yield return new AuditBytes(buffer[..count], offset, IsWhole: false);
    }
}

/// <summary>A line as it stands.</summary>
/// <param name="Bytes">Its bytes, without the line feed.</param>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="IsWhole">Whether it ends with a line feed.</param>
internal sealed record AuditBytes(byte[] Bytes, long Offset, bool IsWhole);
