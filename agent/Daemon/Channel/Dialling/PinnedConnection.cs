using System.Net.Security;
using System.Security.Authentication;
using Pdp.Core.Ports;

namespace Pdp.Daemon.Channel.Dialling;

/// <summary>A way to the control plane for one exchange: through the proxy, TLS to what is pinned, and this agent's certificate shown.</summary>
internal sealed class PinnedConnection : IDisposable
{
    private readonly ServerTrust _trust;
    private readonly ChannelProxy? _proxy;

    /// <summary>Prepares it; nothing is dialled yet.</summary>
    /// <exception cref="IOException">The file of the proxy's credentials cannot be read.</exception>
    public PinnedConnection(ChannelOptions options, TrustAnchors anchors, SslStreamCertificateContext? certificate)
    {
        _proxy = ChannelProxy.From(options.Proxy);
        _trust = new ServerTrust(anchors.CaCertificate, anchors.PublicKeyPins);
        Handler = new SocketsHttpHandler
        {
            // A redirect would carry the credential to a host nobody pinned.
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = _proxy is not null,
            Proxy = _proxy,
            MaxResponseHeadersLength = 16,
            ConnectTimeout = options.DialTimeout,
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                ClientCertificateContext = certificate,
                // Who this is was said in this session and not in an earlier one.
                AllowTlsResume = false,
                RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
                    (Distrust = _trust.Refusal(shown, chain, errors)) is null,
            },
        };
    }

    /// <summary>The handler for it.</summary>
    public SocketsHttpHandler Handler { get; }

    /// <summary>Why the server's certificate was not trusted; null while it was not refused.</summary>
    public string? Distrust { get; private set; }

    /// <summary>The failure, with the proxy named where no connection came about: whoever reads it must know to which of the two.</summary>
    public DialResult.Failed Explain(DialResult.Failed failed, Uri server) =>
        Distrust is not null ? new DialResult.Failed(DialFailure.ServerNotTrusted, Distrust)
        : _proxy?.IsBypassed(server) == false && failed.Failure is DialFailure.Unreachable or DialFailure.NameNotResolved
            ? failed with { Detail = $"{failed.Detail}, dialling the proxy {_proxy}" }
            : failed;

    public void Dispose()
    {
        Handler.Dispose();
        _trust.Dispose();
    }
}
