using System.Buffers;

namespace Pdp.Kubernetes.Transport;

/// <summary>Reads an answer's body whole, up to a limit that holds after decompression.</summary>
internal static class BoundedBody
{
    private const int FirstBuffer = 16 * 1024;

    /// <summary>The body; null when it is larger than the limit.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes) return null;
        // Room for one byte more than there will be: the end of the stream is seen by reading on.
        var body = new ArrayBufferWriter<byte>((int)(content.Headers.ContentLength + 1 ?? FirstBuffer));
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        while (true)
        {
            var read = await stream.ReadAsync(body.GetMemory(), cancellationToken);
            if (read == 0) return body.WrittenMemory;
            if (body.WrittenCount + read > maxBytes) return null;
            body.Advance(read);
        }
    }
}
