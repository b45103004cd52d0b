using System.Net.Sockets;
using System.Security.Authentication;
using Pdp.Kubernetes.Errors;

namespace Pdp.Kubernetes.Transport;

/// <summary>Says what became of a request that got no answer.</summary>
internal static class TransportFailure
{
    /// <summary>Whether this is a failure of the connection, rather than a defect of ours.</summary>
    public static bool Is(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or InvalidDataException;

    public static KubernetesException From(string about, Exception exception)
    {
        var neverSent = exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        };
        var untrusted = Causes(exception).OfType<AuthenticationException>().LastOrDefault();
        // A head over the limits, or a body that does not unpack.
        var unusable = exception is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } or InvalidDataException;
        var reason = untrusted is not null ? StatusReason.Untrusted : unusable ? StatusReason.BadAnswer : StatusReason.Unreachable;
        // The innermost cause is the one that tells: "Connection refused" instead of "An error occurred while sending the request".
        var message = untrusted?.Message ?? Causes(exception).Last().Message;
        return new KubernetesException(about, new KubernetesStatus(0, reason, message), exception) { NeverSent = neverSent };
    }

    /// <summary>No answer within the time one attempt has.</summary>
    public static KubernetesException TooSlow(string about, TimeSpan limit) =>
        new(about, new KubernetesStatus(0, StatusReason.NoAnswerInTime, $"No answer within {limit.TotalSeconds:0.###} s."));

    /// <summary>The answer is not what the API answers, or over a limit.</summary>
    public static KubernetesException BadAnswer(string about, string message, Exception? inner = null) =>
        new(about, new KubernetesStatus(0, StatusReason.BadAnswer, message), inner);

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException) yield return cause;
    }
}
