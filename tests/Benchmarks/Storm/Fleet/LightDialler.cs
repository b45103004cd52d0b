using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pdp.Protocol;
using Pdp.Protocol.Frames;

namespace Pdp.Benchmarks.Storm.Fleet;

/// <summary>
/// Dials as an agent does (TCP, TLS to the pinned authority and with its own certificate, upgrade to <c>pdp.v1</c> with compression on offer) and keeps
/// nothing but the socket: no HTTP client stands behind each of thousands of connections.
/// </summary>
internal sealed class LightDialler : IDisposable
{
    /// <summary>Loopback addresses dialled from, so that ports of connections that are just over are not missed.</summary>
    private const int Sources = 8;
    private const int MostAnswerBytes = 4096;

    private readonly Uri _server;
    private readonly IPEndPoint _address;
    private readonly X509Certificate2Collection _authority = [];
    private int _dials;

    public LightDialler(FleetOptions options)
    {
        _server = options.Server;
        _address = new IPEndPoint(IPAddress.Parse(options.Server.Host), options.Server.Port);
        _authority.ImportFromPem(options.Authority);
    }

    /// <summary>Dials once.</summary>
    /// <exception cref="Exception">A <see cref="SocketException"/>, <see cref="IOException"/> or authentication error: there was no answer.</exception>
    public async Task<DialAnswer> DialAsync(SslStreamCertificateContext identity, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? tls = null;
        try
        {
            var source = (uint)Interlocked.Increment(ref _dials) % Sources;
            socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(1 + source)]), 0));
            await socket.ConnectAsync(_address, ct);
            tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = _server.Host, CertificateChainPolicy = Trust(), ClientCertificateContext = identity }, ct);
            await tls.WriteAsync(Request(), ct);
            var answer = Answer(await HeadAsync(tls, ct));
            if (answer.Status == (int)HttpStatusCode.SwitchingProtocols)
            {
                return answer with { Frames = Upgraded(tls) };
            }

            await tls.DisposeAsync();
            return answer;
        }
        catch
        {
            socket.Dispose();
            if (tls is not null)
            {
                await tls.DisposeAsync();
            }

            throw;
        }
    }

    public void Dispose()
    {
        foreach (var certificate in _authority)
        {
            certificate.Dispose();
        }
    }

    /// <summary>Trust in the pinned authority and nothing else; a new one for each connection.</summary>
    public X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(_authority);
        return policy;
    }

    private byte[] Request()
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        return Encoding.ASCII.GetBytes(
            $"GET {_server.AbsolutePath} HTTP/1.1\r\nHost: {_server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Protocol: {ProtocolLimits.Subprotocol}\r\n" +
            "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; server_no_context_takeover\r\n" +
            "User-Agent: pdp-agent/0.1.0\r\n\r\n");
    }

    // The server says nothing of its own accord before hello, so all that comes belongs to the answer.
    private static async Task<string> HeadAsync(SslStream tls, CancellationToken ct)
    {
        var bytes = new byte[MostAnswerBytes];
        var length = 0;
        while (length < bytes.Length)
        {
            var read = await tls.ReadAsync(bytes.AsMemory(length), ct);
            if (read == 0)
            {
                break;
            }

            length += read;
            if (bytes.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0)
            {
                return Encoding.ASCII.GetString(bytes, 0, length);
            }
        }

        throw new IOException("the connection ended within the answer's head");
    }

    private static DialAnswer Answer(string head)
    {
        var lines = head.Split("\r\n");
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var retry = Array.Find(lines, line => line.StartsWith("Retry-After:", StringComparison.OrdinalIgnoreCase));
        return new DialAnswer(
            null, status, retry is null ? null : TimeSpan.FromSeconds(int.Parse(retry.Split(':')[1].Trim(), CultureInfo.InvariantCulture)));
    }

    private static WebSocketFrames Upgraded(SslStream tls) => new(
        WebSocket.CreateFromStream(tls, new WebSocketCreationOptions
        {
            IsServer = false,
            SubProtocol = ProtocolLimits.Subprotocol,
            DangerousDeflateOptions = WebSocketDeflate.NewOptions(),
            KeepAliveInterval = TimeSpan.Zero,
        }),
        TimeProvider.System);
}
