using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using Pdp.LogStore;
using Pdp.LogStore.Queries;

namespace Pdp.Observability.Logs.Loki;

/// <summary>Speaks to Loki: HTTP for the past, a WebSocket for what comes. What Loki says in errors is for its owner and reaches no caller.</summary>
internal sealed class LokiClient : IDisposable
{
    private readonly LokiOptions _options;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;

    public LokiClient(LokiOptions options)
    {
        _options = options;
        // A redirect would carry the credential elsewhere.
        _handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = options.Timeout };
        if (options.Trust is { } trust) _handler.SslOptions.RemoteCertificateValidationCallback = trust;
        _http = new HttpClient(_handler, disposeHandler: false) { Timeout = options.Timeout, MaxResponseContentBufferSize = options.MaxAnswerBytes };
    }

    /// <summary>Lines of a time, in one direction.</summary>
    /// <param name="query">LogQL.</param>
    /// <param name="start">From here on, nanoseconds.</param>
    /// <param name="end">Before this, nanoseconds.</param>
    /// <param name="limit">Most lines.</param>
    /// <param name="backward">Whether the latest come first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LogStoreException">It does not answer, or not as it should.</exception>
    /// <exception cref="LogQueryException">It does not take the query.</exception>
    public async Task<IReadOnlyList<LokiLine>> QueryAsync(string query, long start, long end, int limit, bool backward, CancellationToken cancellationToken)
    {
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"/loki/api/v1/query_range?query={Uri.EscapeDataString(query)}&start={start}&end={end}&limit={limit}&direction={(backward ? "backward" : "forward")}");
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(path));
        foreach (var (name, value) in Headers()) request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode) throw Refusal(response);
            return LokiMessages.Lines(await response.Content.ReadAsByteArrayAsync(cancellationToken), _options.Labels);
        }
        catch (HttpRequestException failure)
        {
            throw new LogStoreException($"Loki does not answer: {failure.HttpRequestError}.", failure);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LogStoreException($"Loki took longer than {_options.Timeout.TotalSeconds:0} s: narrow the search.", late);
        }
    }

    /// <summary>Brings entries in.</summary>
    /// <param name="body">What <see cref="PushBody"/> made.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LogStoreException">The credentials cannot be read.</exception>
    public async Task<PushAnswer> PushAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address("/loki/api/v1/push")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content.Headers.ContentEncoding.Add("gzip");
        foreach (var (name, value) in Headers()) request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            return new PushAnswer(response.StatusCode, response.Headers.RetryAfter?.Delta, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (HttpRequestException)
        {
            return PushAnswer.None;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PushAnswer.None;
        }
    }

    /// <summary>Opens a tail.</summary>
    /// <exception cref="LogStoreException">It cannot be opened.</exception>
    public async Task<WebSocket> TailAsync(string query, long start, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/loki/api/v1/tail?query={Uri.EscapeDataString(query)}&start={start}&limit={_options.Batch}");
        var address = new UriBuilder(Address(path)) { Scheme = _options.Url.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs }.Uri;
        var socket = new ClientWebSocket();
        foreach (var (name, value) in Headers()) socket.Options.SetRequestHeader(name, value);
        try
        {
            await socket.ConnectAsync(address, new HttpMessageInvoker(_handler, disposeHandler: false), cancellationToken);
            return socket;
        }
        catch (Exception failure) when (failure is WebSocketException or HttpRequestException)
        {
            socket.Dispose();
            throw new LogStoreException("Loki does not open a tail.", failure);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private Uri Address(string path) => new($"{_options.Url.AbsoluteUri.TrimEnd('/')}{path}");

    private IEnumerable<(string Name, string Value)> Headers()
    {
        if (_options.Tenant is { } tenant) yield return ("X-Scope-OrgID", tenant);
        if (_options.CredentialsFile is { } file) yield return ("Authorization", Credential(file));
    }

    private static string Credential(string file)
    {
        try
        {
            var text = File.ReadAllText(file).Trim();
            var header = text.Contains(':', StringComparison.Ordinal)
                ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))
                : new AuthenticationHeaderValue("Bearer", text);
            return header.ToString();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LogStoreException("The credentials for Loki cannot be read.", failure);
        }
    }

    private static Exception Refusal(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.BadRequest => new LogQueryException("search: Loki does not take it; ask for a shorter time, or with other words."),
        HttpStatusCode.TooManyRequests => new LogStoreException("Loki has too much to do: ask again later."),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new LogStoreException("Loki refuses the agent: look at its credentials and tenant."),
        var status => new LogStoreException($"Loki answers {(int)status}."),
    };
}
