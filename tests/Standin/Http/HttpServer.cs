using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Pdp.Standin.Http;

/// <summary>
/// A small HTTP/1.1 server on plain sockets: it starts in a few milliseconds and holds little. Asked to stop, it keeps accepting while
/// telling clients to close, until nobody has come for the drain delay (a load balancer needs a moment to look away), then takes no
/// more connections and finishes what is in flight.
/// </summary>
internal sealed class HttpServer(Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> answer, TimeSpan drainDelay, TimeProvider time)
{
    private static readonly TimeSpan FinishLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private volatile bool _draining;

    /// <summary>Listens; the port is known when this returns.</summary>
    public static Socket Listen(string host, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Parse(host), port));
        socket.Listen(512);
        return socket;
    }

    /// <summary>Serves until <paramref name="stopping"/>, then drains.</summary>
    public async Task ServeAsync(Socket listener, CancellationToken stopping)
    {
        using var closing = new CancellationTokenSource();
        using var latest = new CancellationTokenSource();
        await using var drain = stopping.Register(() =>
        {
            _draining = true;
            closing.CancelAfter(drainDelay);
            latest.CancelAfter(DrainLimit);
        });
        using var either = CancellationTokenSource.CreateLinkedTokenSource(closing.Token, latest.Token);
        await AcceptAsync(listener, closing, either.Token);
        listener.Dispose();
        try
        {
            await Task.WhenAll(_connections.Keys).WaitAsync(FinishLimit, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // What is still in flight after the limit is cut, as the kill that follows would.
        }
    }

    private async Task AcceptAsync(Socket listener, CancellationTokenSource closing, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(cancellationToken);
                if (_draining) closing.CancelAfter(drainDelay);
                var connection = Task.Run(() => ConverseAsync(socket, cancellationToken), CancellationToken.None);
                _connections.TryAdd(connection, 0);
                _ = connection.ContinueWith(done => _connections.TryRemove(done, out _), TaskScheduler.Default);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ConverseAsync(Socket socket, CancellationToken idleEnds)
    {
        using var _ = socket;
        socket.NoDelay = true;
        var reader = new RequestReader(socket);
        try
        {
            var keep = true;
            while (keep && await reader.WaitAsync(idleEnds)) keep = await ExchangeAsync(socket, reader);
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client is gone, or the server ends and nothing was asked on this connection.
        }
    }

    private async ValueTask<bool> ExchangeAsync(Socket socket, RequestReader reader)
    {
        try
        {
            var request = await reader.ReadAsync(CancellationToken.None);
            var response = await answer(request, CancellationToken.None);
            var keep = request.KeepAlive && !_draining;
            await socket.SendAsync(response.ToBytes(keep, withBody: request.Method != "HEAD"), CancellationToken.None);
            return keep;
        }
        catch (BadRequestException error)
        {
            await socket.SendAsync(HttpResponse.Error(error.Status, error.Message).ToBytes(keepAlive: false, withBody: true), CancellationToken.None);
            return false;
        }
    }
}
