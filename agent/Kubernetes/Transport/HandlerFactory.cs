using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Pdp.Kubernetes.Configuration;

namespace Pdp.Kubernetes.Transport;

/// <summary>
/// Makes the connections: HTTP/2 with many requests on one connection, probed while silent so that a dead peer is noticed, and renewed now
/// and then so that a moved server is found.
/// </summary>
internal sealed class HandlerFactory(ClusterConfig config, KubernetesApiOptions options, ServerCertificateCheck? check)
{
    private static readonly TimeSpan _connectionLifetime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan _idleTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Connections that present this certificate; none when null.</summary>
    public SocketsHttpHandler Create(SslStreamCertificateContext? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = _connectionLifetime,
            PooledConnectionIdleTimeout = _idleTimeout,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = options.PingDelay,
            KeepAlivePingTimeout = options.PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            AutomaticDecompression = DecompressionMethods.GZip,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = config.Proxy is not null,
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificateContext = certificate,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            },
        };
        if (config.Proxy is { } proxy) handler.Proxy = ProxyFor(proxy);
        if (check is not null) handler.SslOptions.RemoteCertificateValidationCallback = check.Check;
        else if (config.Trust.SkipVerification) AcceptAny(handler.SslOptions);
        return handler;
    }

    // Only by the operator's own word: insecure-skip-tls-verify in a kubeconfig, and no authority beside it.
    [SuppressMessage("Security", "CA5359", Justification = "What the configuration says in so many words.")]
    private static void AcceptAny(SslClientAuthenticationOptions tls) =>
        tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;

    // The credentials are taken out of the address, which may come to stand in an exception.
    private static WebProxy ProxyFor(Uri address)
    {
        var bare = new UriBuilder(address) { UserName = "", Password = "" }.Uri;
        var proxy = new WebProxy(bare);
        if (address.UserInfo.Length == 0) return proxy;
        var parts = address.UserInfo.Split(':', 2);
        var password = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(parts[0]), password);
        return proxy;
    }
}
