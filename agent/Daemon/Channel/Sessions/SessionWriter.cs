using System.Net.WebSockets;
using Pdp.Protocol;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Session;

namespace Pdp.Daemon.Channel.Sessions;

/// <summary>
/// The sending half of a session. What the reading half causes is queued, so that reading never waits for writing and two slow
/// sides cannot block each other; what is produced in bulk waits for the connection.
/// </summary>
internal sealed class SessionWriter(
    WebSocketFrames frames,
    AgentSessionRules rules,
    ChannelOptions options,
    ChannelMetrics metrics,
    TimeProvider timeProvider) : IDisposable
{
    // Every acknowledgement and answer that can be owed, a ping, a pong, and one error of each code.
    private const int Capacity = ProtocolLimits.Window + ProtocolLimits.Asks + 32;

    private readonly ConflatingOutbox<(string Kind, long Number), Frame> _outbox = new(Capacity);
    private long _number;

    /// <summary>Queues a frame. A ping, a pong or an error of one code takes the place of one still queued.</summary>
    public void Post(Frame frame)
    {
        var number = frame switch
        {
            ErrorFrame error => (long)error.Code,
            PingFrame or PongFrame => 0,
            _ => Interlocked.Increment(ref _number),
        };
        if (!_outbox.TryPost((FrameCodec.NameOf(frame), number), frame))
            throw new InvalidOperationException("More is queued than the session's rules allow to be owed.");
    }

    /// <summary>Writes what is queued, until cancelled.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        while (true) await WriteAsync(await _outbox.TakeAsync(ending));
    }

    /// <summary>Writes a frame past the queue. Bounded by the send limit, after which the connection is cut.</summary>
    /// <exception cref="WebSocketException">The connection is broken.</exception>
    public async Task WriteAsync(Frame frame)
    {
        rules.Sent(frame);
        using var limit = new CancellationTokenSource(options.SendTimeout, timeProvider);
        try
        {
            await frames.WriteAsync(frame, limit.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            frames.Abort();
            throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely, e);
        }
        metrics.FrameSent(FrameCodec.NameOf(frame));
    }

    public void Dispose() => _outbox.Dispose();
}
