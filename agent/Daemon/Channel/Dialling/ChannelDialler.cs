using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Pdp.Protocol;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel.Dialling;

/// <summary>Dials the control plane: proxy, TLS to a pinned server, upgrade to <c>pdp.v1</c>. One connection a call.</summary>
internal sealed class ChannelDialler(IOptions<ChannelOptions> options, IChannelCredential credential, TimeProvider timeProvider)
    : IChannelDialler
{
    private readonly ChannelOptions _options = options.Value;

    /// <inheritdoc/>
    public async Task<DialResult> DialAsync(CancellationToken cancellationToken)
    {
        using var trust = new ServerTrust(_options.CaCertificate, _options.PublicKeyPins);
        using var limit = new CancellationTokenSource(_options.DialTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        string? distrust = null;
        if (TryProxy(out var proxy) is { } unreadable) return unreadable;
        using var handler = NewHandler(proxy, (certificate, chain, errors) => (distrust = trust.Refusal(certificate, chain, errors)) is null);
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        var socket = new ClientWebSocket();
        try
        {
            Prepare(socket.Options);
            await socket.ConnectAsync(_options.Server!, invoker, either.Token);
            if (socket.SubProtocol == ProtocolLimits.Subprotocol)
                return new DialResult.Connected(new WebSocketFrames(socket, timeProvider));
            socket.Dispose();
            return new DialResult.Failed(DialFailure.NoCommonProtocol, $"the server did not choose {ProtocolLimits.Subprotocol}");
        }
        catch (Exception e) when (e is WebSocketException or HttpRequestException or OperationCanceledException)
        {
            using (socket)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (distrust is not null) return new DialResult.Failed(DialFailure.ServerNotTrusted, distrust);
                return limit.IsCancellationRequested
                    ? new DialResult.Failed(DialFailure.TimedOut, $"not connected within {_options.DialTimeout}")
                    : ByWayOf(proxy, DialFailures.Of(e, socket.HttpStatusCode, RetryAfter(socket.HttpResponseHeaders)));
            }
        }
    }

    private DialResult.Failed? TryProxy(out ChannelProxy? proxy)
    {
        try
        {
            proxy = ChannelProxy.From(_options.Proxy);
            return null;
        }
        catch (IOException unreadable)
        {
            proxy = null;
            return new DialResult.Failed(DialFailure.ProxyRefused, $"the proxy's credentials cannot be had: {unreadable.Message}");
        }
    }

    // Whoever reads "no connection" must know to which of the two.
    private DialResult.Failed ByWayOf(ChannelProxy? proxy, DialResult.Failed failed) =>
        proxy?.IsBypassed(_options.Server!) == false && failed.Failure is DialFailure.Unreachable or DialFailure.NameNotResolved
            ? failed with { Detail = $"{failed.Detail}, dialling the proxy {proxy}" }
            : failed;

    private SocketsHttpHandler NewHandler(ChannelProxy? proxy, Func<X509Certificate?, X509Chain?, SslPolicyErrors, bool> isTrusted) =>
        new()
        {
            // A redirect would carry the credential to a host nobody pinned.
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = proxy is not null,
            Proxy = proxy,
            MaxResponseHeadersLength = 16,
            ConnectTimeout = _options.DialTimeout,
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) => isTrusted(certificate, chain, errors),
            },
        };

    private void Prepare(ClientWebSocketOptions request)
    {
        request.AddSubProtocol(ProtocolLimits.Subprotocol);
        request.DangerousDeflateOptions = WebSocketDeflate.NewOptions();
        request.KeepAliveInterval = _options.KeepAliveInterval;
        request.CollectHttpResponseDetails = true;
        request.SetRequestHeader("User-Agent", $"pdp-agent/{_options.AgentVersion}");
        credential.AddTo(request);
    }

    private TimeSpan? RetryAfter(IReadOnlyDictionary<string, IEnumerable<string>>? headers)
    {
        var text = headers?
            .FirstOrDefault(header => header.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value?
            .FirstOrDefault();
        if (!RetryConditionHeaderValue.TryParse(text, out var value)) return null;
        var pause = value.Delta ?? value.Date - timeProvider.GetUtcNow() ?? TimeSpan.Zero;
        return TimeSpan.FromSeconds(Math.Clamp(pause.TotalSeconds, 0, ProtocolLimits.RetryAfterSeconds));
    }
}
