using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.Daemon.Outbound;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Vault;

/// <summary>
/// Connections to one Vault. Its credentials go to the address the customer configured and nowhere else: nothing is followed, stored or
/// decompressed by itself.
/// </summary>
internal sealed class VaultConnection : IDisposable
{
    private const int MostBytes = 2 * 1024 * 1024;
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);

    private readonly Uri _base;
    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    public VaultConnection(VaultStoreOptions options, TimeProvider time)
    {
        (_base, _time) = (new Uri(options.Address, "/v1/"), time);
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = _lifetime,
            MaxResponseHeadersLength = 64,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
        };
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        if (options.CaFile is { } caFile) handler.SslOptions.RemoteCertificateValidationCallback = new ServerTrust(caFile).Check;
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("pdp-agent");
        _client.DefaultRequestHeaders.Add("X-Vault-Request", "true");
        if (options.Namespace is { } space) _client.DefaultRequestHeaders.Add("X-Vault-Namespace", space);
    }

    /// <summary>Sends a request and reads the answer.</summary>
    /// <param name="path">Below <c>/v1/</c>.</param>
    /// <param name="token">Who asks; null before a login.</param>
    /// <param name="body">What is sent; null for reading.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SecretStoreUnavailableException">The Vault as a whole does not answer.</exception>
    public async Task<VaultAnswer> SendAsync(string path, VaultToken? token, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(_base, path));
        if (token is not null) request.Headers.Add("X-Vault-Token", token.Text);
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString())) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (Failure(response) is { } failure) throw failure;
            return new VaultAnswer(response.StatusCode, await BoundedBody.ReadAsync(response.Content, MostBytes, cancellationToken));
        }
        catch (HttpRequestException failure)
        {
            throw new SecretStoreUnavailableException(Explain(failure));
        }
        catch (BodyException failure)
        {
            throw new SecretStoreUnavailableException($"it {failure.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private SecretStoreUnavailableException? Failure(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.OK or HttpStatusCode.NoContent or HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound => null,
        HttpStatusCode.TooManyRequests => new("it is asked too often (HTTP 429): its quota is used up", RetryAfter.Of(response, _time)),
        HttpStatusCode.ServiceUnavailable => new("it is sealed or in maintenance (HTTP 503)", RetryAfter.Of(response, _time)),
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new(
            $"it sends the agent to another address (HTTP {(int)response.StatusCode}), where the agent does not go: configure that one"),
        var status => new($"it fails (HTTP {(int)status})", RetryAfter.Of(response, _time)),
    };

    private string Explain(HttpRequestException failure) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"it cannot be reached: the name {_base.Host} is not known here",
        HttpRequestError.ConnectionError => $"it cannot be reached: {_base.Authority} takes no connection",
        HttpRequestError.SecureConnectionError => $"it cannot be trusted: check the certificate of {_base.Authority} and the store's caFile",
        _ => $"it cannot be reached: the connection to {_base.Authority} broke",
    };
}
