using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.Testing;

/// <summary>
/// A load balancer that ends TLS on a free loopback port and speaks TLS of its own to what is behind it: certificates of clients end here.
/// </summary>
public sealed class TlsEndingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly X509Certificate2 _certificate;
    private readonly Uri _server;
    private readonly X509Certificate2 _authority;
    private readonly Task _accepting;

    private TlsEndingProxy(X509Certificate2 certificate, Uri server, X509Certificate2 authority)
    {
        (_certificate, _server, _authority) = (certificate, server, authority);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that were let through.</summary>
    public int Connections { get; private set; }

    /// <summary>Starts it.</summary>
    /// <param name="certificate">The proxy's own, with its key.</param>
    /// <param name="server">What is behind it.</param>
    /// <param name="authority">Who issued that one's certificate.</param>
    public static TlsEndingProxy Start(X509Certificate2 certificate, Uri server, X509Certificate2 authority) =>
        new(certificate, server, authority);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _connections.TryAdd(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)), 0);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_authority);
        return policy;
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        try
        {
            await using var front = new SslStream(client.GetStream());
            await front.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
            using var behind = new TcpClient();
            await behind.ConnectAsync(_server.Host, _server.Port, _stop.Token);
            await using var back = new SslStream(behind.GetStream());
            await back.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = _server.Host, CertificateChainPolicy = Trust() }, _stop.Token);
            Connections++;
            await Task.WhenAny(front.CopyToAsync(back, _stop.Token), back.CopyToAsync(front, _stop.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            // One of the two hung up.
        }
    }
}
