using System.Net;
using System.Net.Sockets;

namespace Pdp.Testing;

/// <summary>
/// A cable between a client and a server on this machine, to pull or to let go dead: connections that stay open and carry nothing any
/// more, as after a lost route or a crashed firewall.
/// </summary>
public sealed class TestCable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _ends = [];
    private readonly int _target;
    private readonly Task _accepting;
    private volatile bool _silent;

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

    /// <summary>From now on nothing gets through, and nobody is told.</summary>
    public void Silence() => _silent = true;

    /// <summary>Carries again what is sent from now on; what was swallowed is lost, so old connections are of no use.</summary>
    public void Restore() => _silent = false;

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
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            // Whoever is at the other end notices by the connection closing.
        }
        client.Dispose();
        server.Dispose();
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            for (int read; (read = await from.GetStream().ReadAsync(buffer, _end.Token)) > 0;)
            {
                if (!_silent) await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            // The other direction ends with it.
        }
    }

    private static bool IsBroken(Exception exception) =>
        exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException;
}
