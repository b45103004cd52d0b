using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Pdp.Protocol;

namespace Pdp.Daemon.Channel.Dialling;

/// <summary>Sorts what went wrong under a dial into the closed list, in words that say what to look at.</summary>
internal static class DialFailures
{
    /// <summary>Why a dial failed.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="status">The HTTP status of the answer; 0 when there was none.</param>
    /// <param name="retryAfter">The pause the answer asked for.</param>
    public static DialResult.Failed Of(Exception error, HttpStatusCode status, TimeSpan? retryAfter) => status switch
    {
        default(HttpStatusCode) or HttpStatusCode.SwitchingProtocols => WithoutAnswer(error),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            new(DialFailure.CredentialRefused, $"HTTP {(int)status}: this agent's certificate is not accepted", retryAfter),
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable =>
            new(DialFailure.ServerBusy, $"HTTP {(int)status}: the control plane asks to come back later", retryAfter),
        _ => new(
            DialFailure.UnexpectedAnswer,
            $"HTTP {(int)status} instead of an upgrade: check the server URL and what stands in front of it",
            retryAfter),
    };

    /// <summary>The file with the proxy's credentials cannot be read.</summary>
    public static DialResult.Failed OfProxyCredentials(IOException unreadable) =>
        new(DialFailure.ProxyRefused, $"the proxy's credentials cannot be had: {unreadable.Message}");

    /// <summary>The pause a <c>Retry-After</c> header asks for, within bounds; null when there is none that can be read.</summary>
    public static TimeSpan? RetryAfter(string? header, TimeProvider timeProvider)
    {
        if (!RetryConditionHeaderValue.TryParse(header, out var value)) return null;
        var pause = value.Delta ?? value.Date - timeProvider.GetUtcNow() ?? TimeSpan.Zero;
        return TimeSpan.FromSeconds(Math.Clamp(pause.TotalSeconds, 0, ProtocolLimits.RetryAfterSeconds));
    }

    private static DialResult.Failed WithoutAnswer(Exception error)
    {
        var request = Causes(error).OfType<HttpRequestException>().FirstOrDefault();
        return request?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new(DialFailure.NameNotResolved, "the name of the server or proxy cannot be resolved"),
            HttpRequestError.ProxyTunnelError => new(DialFailure.ProxyRefused, ProxyDetail(request)),
            HttpRequestError.SecureConnectionError => new(DialFailure.TlsFailed, "TLS could not be agreed on (1.2 or newer is needed)"),
            HttpRequestError.ConnectionError => new(DialFailure.Unreachable, SocketDetail(error)),
            _ => new(DialFailure.UnexpectedAnswer, "the connection ended before the upgrade, or the upgrade was not a WebSocket's"),
        };
    }

    private static string ProxyDetail(HttpRequestException error) => error.StatusCode switch
    {
        HttpStatusCode.ProxyAuthenticationRequired =>
            "HTTP 407: the proxy wants credentials, or others: put user:password into the file of proxy-credentials-file",
        HttpStatusCode.Forbidden => "HTTP 403: the proxy forbids a tunnel to the control plane: have CONNECT to its host and port allowed there",
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
            $"HTTP {(int)error.StatusCode}: the proxy did not open a tunnel, for it does not reach the control plane: check name and route there",
        { } status => $"HTTP {(int)status}: the proxy did not open a tunnel: check that it is an HTTP proxy and allows CONNECT",
        null => "the proxy did not open a tunnel: check that it is an HTTP proxy and allows CONNECT",
    };

    private static string SocketDetail(Exception error) => Causes(error).OfType<SocketException>().FirstOrDefault() is { } socket
        ? $"no connection: {socket.SocketErrorCode}"
        : "no connection";

    private static IEnumerable<Exception> Causes(Exception? error)
    {
        for (; error is not null; error = error.InnerException) yield return error;
    }
}
