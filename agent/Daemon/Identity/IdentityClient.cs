using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Pdp.Core.Ports;
using Pdp.Daemon.Channel;
using Pdp.Daemon.Channel.Dialling;
using Pdp.Protocol;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Identity;

namespace Pdp.Daemon.Identity;

/// <summary>Asks the control plane for certificates over HTTPS, by the same way as the channel: its proxy, its pins, its time limit.</summary>
internal sealed class IdentityClient(IOptions<ChannelOptions> options, TimeProvider time)
{
    private const int MostAnswerBytes = 2 * ProtocolLimits.CertificateChars;

    private readonly ChannelOptions _options = options.Value;

    /// <summary>Asks for the first certificate. The server is known by the bundle alone, and so is where it is.</summary>
    /// <param name="bundle">With the token.</param>
    /// <param name="csr">PEM of the request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IdentityAnswer> EnrolAsync(BootstrapBundle bundle, string csr, CancellationToken cancellationToken)
    {
        var request = RequestTo(new Uri(bundle.Server, UriKind.Absolute), ProtocolLimits.EnrolPath, IdentityMessages.Write(new EnrolRequest(csr)));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bundle.Token);
        return AskAsync(request, TrustAnchors.Of(bundle), IdentityRefusal.TokenRefused, cancellationToken);
    }

    /// <summary>Asks for the next certificate where the one before cannot be shown any more.</summary>
    public Task<IdentityAnswer> RenewAsync(IControlPlane controlPlane, ExpiredRenewal renewal, CancellationToken cancellationToken) => AskAsync(
        RequestTo(controlPlane.Server, ProtocolLimits.RenewPath, IdentityMessages.Write(renewal)),
        controlPlane.Trust, IdentityRefusal.CertificateRefused, cancellationToken);

    // What stands before the channel's path, where a server is published under one, stands before the others too.
    private HttpRequestMessage RequestTo(Uri server, string path, byte[] body)
    {
        var prefix = server.AbsolutePath.EndsWith(ProtocolLimits.ChannelPath, StringComparison.Ordinal)
            ? server.AbsolutePath[..^ProtocolLimits.ChannelPath.Length]
            : "";
        var url = new UriBuilder(server) { Scheme = Uri.UriSchemeHttps, Port = server.Port, Path = prefix + path }.Uri;
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        return request;
    }

    private async Task<IdentityAnswer> AskAsync(
        HttpRequestMessage request, TrustAnchors anchors, IdentityRefusal unexplained, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.DialTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var owned = request;
        try
        {
            using var connection = new PinnedConnection(_options, anchors, certificate: null);
            return await SendAsync(connection, request, unexplained, limit, either.Token, cancellationToken);
        }
        catch (IOException unreadable)
        {
            return new IdentityAnswer.Failed(DialFailures.OfProxyCredentials(unreadable));
        }
    }

    private async Task<IdentityAnswer> SendAsync(
        PinnedConnection connection, HttpRequestMessage request, IdentityRefusal unexplained, CancellationTokenSource limit,
        CancellationToken either, CancellationToken cancellationToken)
    {
        var server = request.RequestUri!;
        try
        {
            using var client = new HttpClient(connection.Handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
            client.MaxResponseContentBufferSize = MostAnswerBytes;
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, either);
            return Understand(response, await response.Content.ReadAsByteArrayAsync(either), unexplained);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new IdentityAnswer.Failed(connection.Explain(
                limit.IsCancellationRequested
                    ? new DialResult.Failed(DialFailure.TimedOut, $"no answer within {_options.DialTimeout}")
                    : DialFailures.Of(e, default, null),
                server));
        }
    }

    private IdentityAnswer Understand(HttpResponseMessage response, byte[] body, IdentityRefusal unexplained)
    {
        var retryAfter = DialFailures.RetryAfter(response.Headers.RetryAfter?.ToString(), time);
        return response.StatusCode switch
        {
            HttpStatusCode.OK or HttpStatusCode.Created => IdentityMessages.ReadIssued(body, out _) is { } issued
                ? new IdentityAnswer.Issued(issued.Certificate)
                : Unexpected("its answer holds no certificate"),
            HttpStatusCode.BadRequest => new IdentityAnswer.Refused(IdentityProblem.Read(body) ?? IdentityRefusal.BadRequest),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new IdentityAnswer.Refused(IdentityProblem.Read(body) ?? unexplained),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new IdentityAnswer.Failed(new DialResult.Failed(
                DialFailure.ServerBusy, $"HTTP {(int)response.StatusCode}: the control plane asks to come back later", retryAfter)),
            var status => Unexpected($"HTTP {(int)status}: check the server URL and what stands in front of it"),
        };
    }

    private static IdentityAnswer.Failed Unexpected(string detail) =>
        new(new DialResult.Failed(DialFailure.UnexpectedAnswer, $"asked for a certificate, and {detail}"));
}
