using System.Buffers;

namespace Pdp.Daemon.Images.Distribution;

/// <summary>Reads the body of an answer whole, up to a limit.</summary>
internal static class BoundedContent
{
    private const int Chunk = 16 * 1024;

    /// <summary>The body.</summary>
    /// <exception cref="RegistryException">It is larger, or the connection broke.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes) throw TooLarge(maxBytes);
        var body = new ArrayBufferWriter<byte>(Chunk);
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            while (true)
            {
                var read = await stream.ReadAsync(body.GetMemory(Chunk), cancellationToken);
                if (read == 0) return body.WrittenSpan.ToArray();
                if (body.WrittenCount + read > maxBytes) throw TooLarge(maxBytes);
                body.Advance(read);
            }
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw new RegistryException(RegistryFault.Unavailable, "broke off in the middle of an answer");
        }
    }

    private static RegistryException TooLarge(int maxBytes) =>
        new(RegistryFault.Malformed, $"answers with more than {maxBytes} bytes, the most that is read");
}
