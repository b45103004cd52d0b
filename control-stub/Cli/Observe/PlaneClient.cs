using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Observe;

/// <summary>Asks a plane's observability API. A token that has ended is made anew; what else stands in the way is told by its name.</summary>
internal sealed class PlaneClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly PlaneTrouble _trouble;
    private readonly Func<CancellationToken, Task<string>> _mint;
    private string? _token;

    /// <param name="plane">Its id.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="authority">A PEM file with the authority to trust; null for the system's.</param>
    /// <param name="mint">Makes a token.</param>
    /// <exception cref="CliException">The file cannot be used.</exception>
    public PlaneClient(string plane, Uri address, string? authority, Func<CancellationToken, Task<string>> mint)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), AllowAutoRedirect = false, UseCookies = false };
        if (authority is not null)
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trusting(authority) };
        _http = new HttpClient(handler) { BaseAddress = new Uri($"{address.AbsoluteUri.TrimEnd('/')}/api/v1/"), Timeout = Timeout.InfiniteTimeSpan };
        _trouble = new PlaneTrouble(plane, address);
        _mint = mint;
    }

    /// <summary>Asks something.</summary>
    /// <exception cref="CliException">There is no answer; says what stands in the way.</exception>
    public async Task<JsonObject> AskAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) }, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
    }

    /// <summary>Opens a stream of events.</summary>
    /// <param name="path">Which.</param>
    /// <param name="lastEvent">The id of the event to go on after; null begins now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CliException">It cannot be opened; says what stands in the way.</exception>
    public Task<HttpResponseMessage> StreamAsync(string path, string? lastEvent, CancellationToken cancellationToken) => SendAsync(
        () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
            if (lastEvent is not null)
                request.Headers.Add("Last-Event-ID", lastEvent);
            return request;
        },
        HttpCompletionOption.ResponseHeadersRead,
        cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        var isFresh = _token is null;
        while (true)
        {
            _token ??= await _mint(cancellationToken);
            using var request = make();
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
            HttpResponseMessage response;
            try
            {
                response = await _http.SendAsync(request, completion, cancellationToken);
            }
            catch (HttpRequestException failure)
            {
                throw _trouble.Of(failure);
            }
            catch (OperationCanceledException timeout) when (!cancellationToken.IsCancellationRequested)
            {
                throw _trouble.Of(new HttpRequestException(HttpRequestError.ConnectionError, timeout.Message));
            }

            if (response.IsSuccessStatusCode)
                return response;
            using (response)
            {
                _token = null;
                if (response.StatusCode == HttpStatusCode.Unauthorized && !isFresh)
                {
                    isFresh = true;
                    continue;
                }

                throw _trouble.Of(response, await response.Content.ReadAsStringAsync(cancellationToken));
            }
        }
    }

    private static X509ChainPolicy Trusting(string authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(authority);
            return policy;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Usage, "The file of --cacert cannot be read as PEM certificates.");
        }
    }
}
