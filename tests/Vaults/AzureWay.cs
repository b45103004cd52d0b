using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.Vaults;

/// <summary>Clients of servers of this process that are called by names of Azure.</summary>
internal static class AzureWay
{
    /// <summary>A client whose every way leads here, whatever a host is called: by TLS to one port, without it to another.</summary>
    public static HttpClient To(Func<int> port, X509Certificate2 authority, Func<int>? plain = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port == 80 && plain is not null ? plain() : port(), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { authority },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        return new HttpClient(handler);
    }
}
