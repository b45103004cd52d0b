using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Tests.Channel.Stage;

/// <summary>The server's end of one connection. Everything the agent sends is kept in order until a test asks for it.</summary>
internal sealed class ScriptedSession : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    private readonly System.Threading.Channels.Channel<FrameReading> _received = System.Threading.Channels.Channel.CreateUnbounded<FrameReading>();
    private readonly TaskCompletionSource<int?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _listening = new(1, 1);
    private readonly HttpContext _context;
    private readonly WebSocket _socket;
    private readonly WebSocketFrames _frames;

    public ScriptedSession(HttpContext context, WebSocket socket)
    {
        (_context, _socket) = (context, socket);
        Headers = new(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()), StringComparer.OrdinalIgnoreCase);
        Path = context.Request.Path;
        _frames = new WebSocketFrames(socket, TimeProvider.System);
        _ = ListenAsync();
    }

    public Dictionary<string, string> Headers { get; }

    public string Path { get; }

    public HelloFrame? Hello { get; private set; }

    /// <summary>Told of every frame in either direction, before it is passed on; may cut.</summary>
    public Action? OnFrame { get; set; }

    /// <summary>Completes when the connection's handler may return.</summary>
    public Task Over => _over.Task;

    /// <summary>The agent's close code once it has closed; null for a cut.</summary>
    public async Task<int?> EndedAsync() => await _ended.Task.WaitAsync(_deadline, TimeProvider.System);

    public async Task WelcomeAsync(WelcomeFrame welcome)
    {
        Hello = await ExpectAsync<HelloFrame>();
        await SendAsync(welcome);
    }

    public async Task SendAsync(Frame frame)
    {
        OnFrame?.Invoke();
        await _frames.WriteAsync(frame, CancellationToken.None);
    }

    public Task SendTextAsync(string text) => SendBytesAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendBytesAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type) =>
        _socket.SendAsync(bytes, type, endOfMessage: true, CancellationToken.None).AsTask();

    public Task CloseAsync(int code) => _frames.CloseAsync(code, "", CancellationToken.None);

    /// <summary>The next frame of a type; frames of other types before it are passed over only if they are named.</summary>
    /// <param name="past">Types that may come before it; statuses when none is named.</param>
    public async Task<T> ExpectAsync<T>(params Type[] past)
        where T : Frame
    {
        using var deadline = new CancellationTokenSource(_deadline, TimeProvider.System);
        while (true)
        {
            var reading = await _received.Reader.ReadAsync(deadline.Token);
            if (reading is not FrameReading.Understood(var frame, _)) throw new InvalidOperationException($"Expected {typeof(T).Name}, got {reading}");
            if (frame is T expected) return expected;
            if (!(past.Length == 0 ? frame is StatusFrame : past.Contains(frame.GetType())))
                throw new InvalidOperationException($"Expected {typeof(T).Name}, got {frame}");
        }
    }

    /// <summary>Whether nothing but statuses has come that nobody asked for yet.</summary>
    public bool IsQuiet
    {
        get
        {
            while (_received.Reader.TryPeek(out var reading) && reading is FrameReading.Understood { Frame: StatusFrame }) _received.Reader.TryRead(out _);
            return !_received.Reader.TryPeek(out _);
        }
    }

    /// <summary>Stops reading, as a peer that is overwhelmed does; the message being read is still taken.</summary>
    public Task StopListeningAsync() => _listening.WaitAsync();

    public void ListenAgain() => _listening.Release();

    /// <summary>Cuts the connection without a word.</summary>
    public void Cut()
    {
        lock (_over)
        {
            // Once the handler has returned there is nothing left to cut, and the context is somebody else's.
            if (!_over.Task.IsCompleted) _context.Abort();
            _over.TrySetResult();
        }
    }

    public void Dispose()
    {
        _frames.Dispose();
        _socket.Dispose();
    }

    private async Task ListenAsync()
    {
        while (true)
        {
            await _listening.WaitAsync();
            _listening.Release();
            var reading = await _frames.ReadAsync(CancellationToken.None);
            if (reading is FrameReading.Ended(var code))
            {
                await _frames.CloseAsync(CloseCodes.Normal, "", CancellationToken.None);
                _received.Writer.TryComplete();
                _ended.TrySetResult(code);
                lock (_over) _over.TrySetResult();
                return;
            }
            OnFrame?.Invoke();
            _received.Writer.TryWrite(reading);
        }
    }
}
