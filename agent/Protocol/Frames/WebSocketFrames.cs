using System.Net.WebSockets;

namespace Pdp.Protocol.Frames;

/// <summary>
/// Frames over one WebSocket, for either side. One reader at a time; any number of writers, who wait for one another. What the
/// peer does wrong, and how a connection ends, are results; only cancellation and writing to a broken connection throw.
/// </summary>
/// <param name="socket">An open socket, disposed of with this.</param>
/// <param name="timeProvider">Clock for <see cref="LastHeard"/>.</param>
public sealed class WebSocketFrames(WebSocket socket, TimeProvider timeProvider) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly MessageBuffer _message = new();
    private bool _passesOver;
    private long _lastHeard = timeProvider.GetTimestamp();

    /// <summary>When bytes last came from the peer, a timestamp of the clock. A long message counts while it comes.</summary>
    public long LastHeard => Volatile.Read(ref _lastHeard);

    /// <summary>
    /// Reads the next message; what is left of one that was refused is passed over. Cancelling aborts the connection, as the platform has it.
    /// </summary>
    public async Task<FrameReading> ReadAsync(CancellationToken cancellationToken)
    {
        _message.Reset();
        try
        {
            // A read of nothing waits without a buffer, here and in every layer below: an idle connection holds none. It takes nothing
            // either: were the rest of a refused message read so, the same bytes would be refused again and again.
            for (var room = _passesOver ? _message.Free() : Memory<byte>.Empty; ; room = _message.Free())
            {
                var received = await socket.ReceiveAsync(room, cancellationToken);
                Volatile.Write(ref _lastHeard, timeProvider.GetTimestamp());
                if (received.MessageType == WebSocketMessageType.Close) return new FrameReading.Ended((int?)socket.CloseStatus);
                var rest = !received.EndOfMessage;
                if (_passesOver)
                {
                    _passesOver = rest;
                    continue;
                }
                if (received.MessageType == WebSocketMessageType.Binary)
                {
                    _passesOver = rest;
                    return Violation(ErrorCode.NotText, "frames are text messages");
                }
                _message.Advance(received.Count);
                if (_message.Length > ProtocolLimits.FrameBytes)
                {
                    _passesOver = rest;
                    return Violation(ErrorCode.TooLarge, BoundedJson.Rule(JsonFault.TooLarge, ProtocolLimits.FrameBytes, 0));
                }
                if (!rest) return FrameCodec.Read(_message.Written);
            }
        }
        catch (Exception e) when (IsBroken(e, cancellationToken))
        {
            return new FrameReading.Ended(null);
        }
    }

    /// <summary>Writes one frame; done when the connection has taken it. Cancelling aborts the connection.</summary>
    /// <exception cref="ArgumentException">The frame is over <see cref="ProtocolLimits.FrameBytes"/>; nothing was sent.</exception>
    /// <exception cref="WebSocketException">The connection is broken or closed.</exception>
    public Task WriteAsync(Frame frame, CancellationToken cancellationToken)
    {
        var bytes = FrameCodec.Write(frame);
        if (bytes.Length > ProtocolLimits.FrameBytes)
            throw new ArgumentException($"{FrameCodec.NameOf(frame)} must have at most {ProtocolLimits.FrameBytes} bytes", nameof(frame));
        var flags = WebSocketDeflate.FlagsFor(frame, bytes.Length);
        return SendAsync(
            () => socket.SendAsync(bytes, WebSocketMessageType.Text, flags, cancellationToken).AsTask(), cancellationToken);
    }

    /// <summary>
    /// Says that this side will send no more. The peer's answer comes to whoever reads: read on until <see cref="FrameReading.Ended"/>,
    /// with a time limit, then dispose. Does nothing on a connection that is broken or closed already.
    /// </summary>
    /// <param name="code">One of <see cref="CloseCodes"/>.</param>
    /// <param name="about">For people, at most 123 bytes of ASCII; none of it from the peer.</param>
    /// <param name="cancellationToken">Aborts the connection.</param>
    public async Task CloseAsync(int code, string about, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(() => socket.State is WebSocketState.Open or WebSocketState.CloseReceived
                ? socket.CloseOutputAsync((WebSocketCloseStatus)code, about, cancellationToken)
                : Task.CompletedTask, cancellationToken);
        }
        catch (WebSocketException)
        {
            socket.Abort();
        }
    }

    /// <summary>Ends the connection at once, without a word.</summary>
    public void Abort() => socket.Abort();

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private async Task SendAsync(Func<Task> send, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await send();
        }
        catch (Exception e) when (e is not WebSocketException && IsBroken(e, cancellationToken))
        {
            throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely, e);
        }
        finally
        {
            _writing.Release();
        }
    }

    // An aborted socket reports a cancellation that nobody asked for.
    private static bool IsBroken(Exception error, CancellationToken asked) => error
        is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException
        || (error is OperationCanceledException && !asked.IsCancellationRequested);

    private static FrameReading.Refused Violation(ErrorCode code, string about) => new(new(code, about), Violation: true);
}
