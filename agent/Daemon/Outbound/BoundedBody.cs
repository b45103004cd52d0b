using System.Buffers;

namespace Pdp.Daemon.Outbound;

/// <summary>Reads the body of an answer whole, up to a limit.</summary>
internal static class BoundedBody
{
    private const int Chunk = 16 * 1024;

    /// <summary>The body.</summary>
    /// <exception cref="BodyException">It is larger, or the connection broke.</exception>
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
            throw new BodyException(false, "broke off in the middle of an answer");
        }
    }

    private static BodyException TooLarge(int maxBytes) => new(true, $"answers with more than {maxBytes} bytes, the most that is read");
}

/// <summary>The body of an answer cannot be read.</summary>
/// <param name="isTooLarge">Whether that is because there is too much of it.</param>
/// <param name="message">What the server does wrong; holds nothing of the body.</param>
internal sealed class BodyException(bool isTooLarge, string message) : Exception(message)
{
    /// <summary>Whether there is too much of it; otherwise the connection broke.</summary>
    public bool IsTooLarge => isTooLarge;
}
