using System.Net;
using System.Net.Sockets;

namespace Pdp.LocalCluster.Services;

/// <summary>
/// One port of a Service: a listening socket that hands each connection to the next ready endpoint. A connection once made is never cut
/// because its endpoint leaves; one that an endpoint refuses, being just gone, goes to another before a byte has moved. Without a ready
/// endpoint nothing listens, so a client is refused at once, as by a real cluster.
/// </summary>
internal sealed class ServicePort(IPEndPoint address, TimeProvider time) : IDisposable
{
    private const int Backlog = 512;
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private IReadOnlyList<IPEndPoint> _backends = [];
    private Socket? _listener;
    private int _turn;
    private int _open;

    public IPEndPoint Address => address;

    /// <summary>Connections being carried now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Where new connections go from now on; starts or stops listening as there is somewhere to go.</summary>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    public void Update(IReadOnlyList<IPEndPoint> backends)
    {
        lock (_lock)
        {
            _backends = backends;
            if (backends.Count == 0)
            {
                _listener?.Dispose();
                _listener = null;
            }
            else if (_listener is null)
            {
                _listener = Listen();
                _ = AcceptAsync(_listener);
            }
        }
    }

    public void Dispose() => Update([]);

    private Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(address);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        await Task.Yield();
        try
        {
            while (true) _ = CarryAsync(await listener.AcceptAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // No endpoint is left, or the service is gone.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        await Task.Yield();
        Interlocked.Increment(ref _open);
        try
        {
            client.NoDelay = true;
            using (client)
            {
                using var backend = await ConnectAsync();
                if (backend is null) Forwarding.Abort(client);
                else await Forwarding.RunAsync(client, backend);
            }
        }
        catch (SocketException)
        {
            // The client went away while it was being connected.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <summary>Tries each ready endpoint once, starting with the next in turn; the list is read anew each time, as it may have changed.</summary>
    private async Task<Socket?> ConnectAsync()
    {
        var tried = new HashSet<IPEndPoint>();
        while (Next(tried) is { } backend)
        {
            tried.Add(backend);
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                using var limit = new CancellationTokenSource(ConnectLimit, time);
                await socket.ConnectAsync(backend, limit.Token);
                return socket;
            }
            catch (Exception refused) when (refused is SocketException or OperationCanceledException)
            {
                socket.Dispose();
            }
        }

        return null;
    }

    private IPEndPoint? Next(HashSet<IPEndPoint> tried)
    {
        lock (_lock)
        {
            for (var i = 0; i < _backends.Count; i++)
            {
                var backend = _backends[(int)((uint)_turn++ % (uint)_backends.Count)];
                if (!tried.Contains(backend)) return backend;
            }

            return null;
        }
    }
}
