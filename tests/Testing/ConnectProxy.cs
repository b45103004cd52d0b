using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pdp.Testing;

/// <summary>A real HTTP proxy on a free loopback port that knows CONNECT only, with or without Basic credentials.</summary>
public sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _tunnels = new();
    private readonly string? _expected;
    private readonly Task _accepting;

    private ConnectProxy(string? user, string? password)
    {
        _expected = user is null ? null : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What every CONNECT asked for, as <c>host:port</c>, refused ones included.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>What was let through.</summary>
    public ConcurrentQueue<string> Tunnelled { get; } = new();

    /// <summary>The answer to every CONNECT instead of a tunnel; null opens one.</summary>
    public string? Refusal { get; set; }

    /// <summary>Starts it.</summary>
    /// <param name="user">Who may pass; everybody when null.</param>
    /// <param name="password">With which password.</param>
    public static ConnectProxy Start(string? user = null, string? password = null) => new(user, password);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_tunnels.Keys);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _tunnels.TryAdd(ServeAsync(client), 0);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var near = client.GetStream();
                while (await ReadHeadAsync(near) is { Length: > 0 } head)
                {
                    var target = head.Split(' ')[1];
                    Asked.Enqueue(target);
                    if (Answer(head) is { } refusal)
                    {
                        await WriteAsync(near, $"HTTP/1.1 {refusal}\r\nContent-Length: 0\r\n\r\n");
                        continue;
                    }
                    using var server = new TcpClient();
                    var end = target.LastIndexOf(':');
                    await server.ConnectAsync(target[..end], int.Parse(target[(end + 1)..]), _stop.Token);
                    Tunnelled.Enqueue(target);
                    await WriteAsync(near, "HTTP/1.1 200 Connection established\r\n\r\n");
                    var far = server.GetStream();
                    await Task.WhenAny(near.CopyToAsync(far, _stop.Token), far.CopyToAsync(near, _stop.Token));
                    return;
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // One end has gone, or the proxy was stopped.
            }
        }
    }

    private string? Answer(string head)
    {
        if (Refusal is not null) return Refusal;
        var shown = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Proxy-Authorization: ", StringComparison.OrdinalIgnoreCase))?[21..];
        return _expected is null || shown == _expected ? null : "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"";
    }

    // Byte by byte, so that nothing of the tunnel is taken along.
    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < 8192 && await stream.ReadAsync(one, _stop.Token) == 1)
        {
            head.Append((char)one[0]);
            if (head.Length > 3 && head.ToString(head.Length - 4, 4) == "\r\n\r\n") return head.ToString();
        }
        return "";
    }

    private Task WriteAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), _stop.Token).AsTask();
}
