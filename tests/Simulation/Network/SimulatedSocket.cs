using System.Net.WebSockets;
using Pdp.Protocol;
using Pdp.Simulation.Engine;

namespace Pdp.Simulation.Network;

/// <summary>One end of a <see cref="Wire"/>, as a WebSocket. What is sent and not yet read by the peer is bounded, as in a real one.</summary>
internal sealed class SimulatedSocket : WebSocket
{
    private const int MostUnread = 256 * 1024;

    private readonly Wire _wire;
    private readonly Queue<Message> _inbox = new();
    private TaskCompletionSource _changed = NewSignal();
    private WebSocketState _state = WebSocketState.Open;
    private WebSocketCloseStatus? _closeStatus;
    private int _read;
    private int _unread;

    public SimulatedSocket(Wire wire, Lifeline life, int side)
    {
        (_wire, Life, Side) = (wire, life, side);
        life.OnDeath(() => _wire.Reset(this));
    }

    public Lifeline Life { get; }

    /// <summary>0 for the agent's end, 1 for the control plane's.</summary>
    public int Side { get; }

    public override WebSocketState State => _state;

    public override WebSocketCloseStatus? CloseStatus => _closeStatus;

    public override string? CloseStatusDescription => null;

    public override string SubProtocol => ProtocolLimits.Subprotocol;

    /// <summary>A message arrives.</summary>
    public void Arrive(Message message)
    {
        if (!Life.Cross($"frame {message.Type} arrives")) return;
        Life.Deliver(() =>
        {
            if (_state is WebSocketState.Aborted or WebSocketState.Closed) return;
            _inbox.Enqueue(message);
            Signal();
        });
    }

    /// <summary>The connection is gone.</summary>
    public void Break() => Life.Deliver(() =>
    {
        if (_state is WebSocketState.Closed or WebSocketState.Aborted) return;
        _state = WebSocketState.Aborted;
        Signal();
    });

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var result = await ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return new WebSocketReceiveResult(result.Count, result.MessageType, result.EndOfMessage, _closeStatus, null);
    }

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var abort = cancellationToken.Register(Abort);
        while (_inbox.Count == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfBroken();
            await _changed.Task;
        }
        var message = _inbox.Peek();
        if (message.Close is { } status)
        {
            _inbox.Dequeue();
            _closeStatus = status;
            _state = _state == WebSocketState.CloseSent ? WebSocketState.Closed : WebSocketState.CloseReceived;
            return new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, true);
        }
        var count = Math.Min(buffer.Length, message.Bytes.Length - _read);
        message.Bytes.AsMemory(_read, count).CopyTo(buffer);
        _read += count;
        if (_read < message.Bytes.Length) return new ValueWebSocketReceiveResult(count, WebSocketMessageType.Text, false);
        _read = 0;
        _inbox.Dequeue();
        Peer.WasRead(message.Bytes.Length);
        return new ValueWebSocketReceiveResult(count, WebSocketMessageType.Text, true);
    }

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    public override async ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        using var abort = cancellationToken.Register(Abort);
        while (_unread > MostUnread)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfBroken();
            await _changed.Task;
        }
        ThrowIfBroken();
        var message = new Message(buffer.ToArray());
        _unread += buffer.Length;
        if (Life.Cross($"before frame {message.Type}")) _wire.Carry(this, message);
        // A process that dies of sending never hears that it was sent.
        if (!Life.Cross($"after frame {message.Type}")) await new TaskCompletionSource().Task;
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        ThrowIfBroken();
        _state = _state == WebSocketState.CloseReceived ? WebSocketState.Closed : WebSocketState.CloseSent;
        if (Life.Cross("close")) _wire.Carry(this, new Message([], closeStatus));
        return Task.CompletedTask;
    }

    public override void Abort()
    {
        if (_state is WebSocketState.Closed or WebSocketState.Aborted) return;
        _state = WebSocketState.Aborted;
        if (!Life.IsDead) _wire.Reset(this);
        Signal();
    }

    public override void Dispose() => Abort();

    private SimulatedSocket Peer => Side == 0 ? _wire.StubEnd : _wire.AgentEnd;

    private void WasRead(int bytes)
    {
        _unread -= bytes;
        if (_unread <= MostUnread) Life.Deliver(Signal);
    }

    private void ThrowIfBroken()
    {
        if (_state is WebSocketState.Aborted) throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
