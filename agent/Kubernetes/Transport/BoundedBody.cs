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
        var body = new ArrayBufferWriter<byte>((int)Math.Max(FirstBuffer, content.Headers.ContentLength ?? 0));
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        while (true)
        {
            var read = await stream.ReadAsync(body.GetMemory(FirstBuffer), cancellationToken);
            if (read == 0) return body.WrittenMemory;
            if (body.WrittenCount + read > maxBytes) return null;
            body.Advance(read);
        }
    }
}
