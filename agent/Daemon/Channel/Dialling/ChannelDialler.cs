using System.Net.WebSockets;
using Microsoft.Extensions.Options;
using Pdp.Core.Ports;
using Pdp.Protocol;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel.Dialling;

/// <summary>Dials the control plane: proxy, TLS to a pinned server, upgrade to <c>pdp.v1</c>. One connection a call.</summary>
internal sealed class ChannelDialler(
    IOptions<ChannelOptions> options, IControlPlane controlPlane, IChannelIdentity identity, TimeProvider timeProvider) : IChannelDialler
{
    private readonly ChannelOptions _options = options.Value;

    /// <inheritdoc/>
    public async Task<DialResult> DialAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var connection = new PinnedConnection(_options, controlPlane.Trust, identity.Certificate);
            return await UpgradeAsync(connection, controlPlane.Server, cancellationToken);
        }
        catch (IOException unreadable)
        {
            return DialFailures.OfProxyCredentials(unreadable);
        }
    }

    private async Task<DialResult> UpgradeAsync(PinnedConnection connection, Uri server, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.DialTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var invoker = new HttpMessageInvoker(connection.Handler, disposeHandler: false);
        var socket = new ClientWebSocket();
        try
        {
            Prepare(socket.Options);
            await socket.ConnectAsync(server, invoker, either.Token);
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
                var failed = limit.IsCancellationRequested
                    ? new DialResult.Failed(DialFailure.TimedOut, $"not connected within {_options.DialTimeout}")
                    : DialFailures.Of(e, socket.HttpStatusCode, RetryAfter(socket.HttpResponseHeaders));
                return connection.Explain(failed, server);
            }
        }
    }

    private void Prepare(ClientWebSocketOptions request)
    {
        request.AddSubProtocol(ProtocolLimits.Subprotocol);
        request.DangerousDeflateOptions = WebSocketDeflate.NewOptions();
        request.KeepAliveInterval = _options.KeepAliveInterval;
        request.CollectHttpResponseDetails = true;
        request.SetRequestHeader("User-Agent", _options.UserAgent);
    }

    private TimeSpan? RetryAfter(IReadOnlyDictionary<string, IEnumerable<string>>? headers) => DialFailures.RetryAfter(
        headers?.FirstOrDefault(header => header.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault(),
        timeProvider);
}
