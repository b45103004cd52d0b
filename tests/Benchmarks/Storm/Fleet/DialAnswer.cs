using Pdp.Protocol.Frames;

namespace Pdp.Benchmarks.Storm.Fleet;

/// <summary>What a dial came to.</summary>
/// <param name="Frames">The connection; null when there is none.</param>
/// <param name="Status">The HTTP status; 0 when there was no answer.</param>
/// <param name="RetryAfter">The pause the server asked for.</param>
internal sealed record DialAnswer(WebSocketFrames? Frames, int Status, TimeSpan? RetryAfter)
{
    public bool IsRefusal => Status is 429 or 503;
}
