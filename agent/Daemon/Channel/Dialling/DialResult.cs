using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel.Dialling;

/// <summary>What a dial came to.</summary>
internal abstract record DialResult
{
    private DialResult()
    {
    }

    /// <summary>A connection, the caller's to dispose of.</summary>
    public sealed record Connected(WebSocketFrames Frames) : DialResult;

    /// <summary>None.</summary>
    /// <param name="Failure">Why.</param>
    /// <param name="Detail">For people; nothing of it is the server's text.</param>
    /// <param name="RetryAfter">The pause the server asked for.</param>
    public sealed record Failed(DialFailure Failure, string Detail, TimeSpan? RetryAfter = null) : DialResult;
}
