using System.Net.Http.Headers;
using System.Net.Security;
using Pdp.Core.Ports;
using Pdp.Observability.Access;
using Pdp.Observability.Listening;

namespace Pdp.Daemon.Observability.Forwarding;

/// <summary>
/// A replica that does not lead has collected nothing: it hands requests to the one that does, with the caller's token, which is checked there. It
/// reaches no other address and no other path, and believes only the certificate that it shows itself, since all replicas show the same.
/// </summary>
internal sealed class LeaderForwarder : IRequestForwarder, IDisposable
{
    private const string Forwarded = "Pdp-Forwarded";
    private const int Connections = 100;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);
    private static readonly string[] Sent = ["Authorization", "Accept", "Last-Event-ID", "traceparent", "tracestate"];

    private readonly ILeadership _leadership;
    private readonly Func<string?> _holder;
    private readonly HttpClient _client;

    /// <param name="leadership">Whether this replica leads.</param>
    /// <param name="holder">Who does, as the Lease has it.</param>
    /// <param name="certificate">What every replica shows.</param>
    public LeaderForwarder(ILeadership leadership, Func<string?> holder, ServerCertificate certificate)
    {
        (_leadership, _holder) = (leadership, holder);
        _client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            MaxConnectionsPerServer = Connections,
            SslOptions = new SslClientAuthenticationOptions
            {
#pragma warning disable CA5359 // Pinned: it is believed only where it is the certificate of this very replica.
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null && certificate.IsShown(shown),
#pragma warning restore CA5359
            },
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <inheritdoc/>
    public async Task<bool> TryForwardAsync(HttpContext context)
    {
        if (_leadership.IsLeader || !context.Request.Path.StartsWithSegments("/api")) return false;
        // Two replicas that each believe the other leads would pass a request to and fro.
        if (context.Request.Headers.ContainsKey(Forwarded) || ReplicaAddress.Of(_holder()) is not { } leader)
            throw Away("Another replica is about to answer for this plane. Try again.");
        using var request = Request(context.Request, leader.ToString());
        var answer = new ForwardedAnswer(context);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            await answer.CopyAsync(response);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException)
        {
            if (!context.Response.HasStarted) throw Away("The replica that answers for this plane is not reached. Try again.");
            await answer.BreakOffAsync();
        }
        return true;
    }

    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage Request(HttpRequest from, string authority)
    {
        var request = new HttpRequestMessage(new HttpMethod(from.Method), $"https://{authority}{from.Path.ToUriComponent()}{from.QueryString.ToUriComponent()}");
        foreach (var name in Sent)
        {
            if (from.Headers.TryGetValue(name, out var values)) request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }
        request.Headers.TryAddWithoutValidation(Forwarded, "1");
        if (from.ContentLength is null or > 0 && !HttpMethods.IsGet(from.Method))
        {
            request.Content = new StreamContent(from.Body);
            if (MediaTypeHeaderValue.TryParse(from.ContentType, out var type)) request.Content.Headers.ContentType = type;
        }
        return request;
    }

    private static ApiProblemException Away(string detail) => new(ApiProblem.Unavailable(detail, Soon));
}
