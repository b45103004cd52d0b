using System.Net;
using System.Net.Sockets;

namespace Pdp.Testing;

/// <summary>
/// A cable between a client and a server on this machine, to pull or to let go dead: connections that stay open and carry nothing any
/// more, as after a lost route or a crashed firewall; and to make slow, to lose bytes and to change them.
/// </summary>
public sealed class TestCable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _ends = [];
    private readonly int _target;
    private readonly Task _accepting;
    private volatile TaskCompletionSource? _stalled;
    private volatile bool _silent;
    private long _delayTicks;
    private long _bytesPerSecond;

    /// <summary>A cable to this port of the loopback address.</summary>
    public TestCable(int targetPort)
    {
        _target = targetPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect.</summary>
    public int Port { get; }

    /// <summary>What befalls what clients send.</summary>
    public CableWay ToServer { get; } = new();

    /// <summary>What befalls what the server sends.</summary>
    public CableWay ToClient { get; } = new();

    /// <summary>How long every piece takes; zero for at once.</summary>
    public TimeSpan Delay
    {
        get => new(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    /// <summary>How much gets through each way of a connection in a second; 0 for any amount.</summary>
    public long BytesPerSecond
    {
        get => Interlocked.Read(ref _bytesPerSecond);
        set => Interlocked.Exchange(ref _bytesPerSecond, value);
    }

    /// <summary>From now on nothing gets through, and nobody is told.</summary>
    public void Silence() => _silent = true;

    /// <summary>From now on everything is held up; nothing of it is lost.</summary>
    public void Stall() => _stalled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Carries again, what was held up first. What was swallowed is lost, so connections from before a silence are of no use.
    /// </summary>
    public void Restore()
    {
        _silent = false;
        Interlocked.Exchange(ref _stalled, null)?.TrySetResult();
    }

    /// <summary>Resets all connections; new ones can be made.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            foreach (var end in _ends)
            {
                // Zero seconds to say goodbye: a reset. A client that has ended has no socket any more.
                end.Client?.Close(0);
                end.Dispose();
            }
            _ends.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        try
        {
            while (true) carrying.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(carrying);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        var server = new TcpClient();
        lock (_lock) _ends.AddRange([client, server]);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
            await Task.WhenAny(PumpAsync(client, server, ToServer), PumpAsync(server, client, ToClient));
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            // Whoever is at the other end notices by the connection closing.
        }
        client.Dispose();
        server.Dispose();
        lock (_lock) _ends.RemoveAll(end => end == client || end == server);
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, CableWay way)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            var records = new TlsRecords();
            for (int read; (read = await from.GetStream().ReadAsync(buffer, _end.Token)) > 0;)
            {
                await HoldUpAsync(read);
                var (passes, cut) = way.Pass(buffer.AsSpan(0, read), records);
                if (!_silent) await to.GetStream().WriteAsync(buffer.AsMemory(passes), _end.Token);
                if (cut) return;
            }
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            // The other direction ends with it.
        }
    }

    private async Task HoldUpAsync(int bytes)
    {
        if (_stalled is { } stalled) await stalled.Task.WaitAsync(_end.Token);
        if (Delay > TimeSpan.Zero) await Task.Delay(Delay, TimeProvider.System, _end.Token);
        if (BytesPerSecond is var rate and > 0)
            await Task.Delay(TimeSpan.FromSeconds((double)bytes / rate), TimeProvider.System, _end.Token);
    }

    private static bool IsBroken(Exception exception) =>
        exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException;
}
