using System.Globalization;
using System.Net.Http.Headers;

namespace Pdp.Observability.Prometheus;

/// <summary>Asks it over HTTP: the one host it was told of, no redirect, bounded in time and size.</summary>
public sealed class PrometheusClient : IPrometheus, IDisposable
{
    private static readonly HashSet<int> _statuses = [200, 400, 422, 503];

    private readonly PrometheusClientOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    /// <param name="options">Where it is.</param>
    /// <param name="handler">Knows whom to trust; does not follow redirects.</param>
    /// <param name="time">Clock.</param>
    public PrometheusClient(PrometheusClientOptions options, SocketsHttpHandler handler, TimeProvider time)
    {
        (_options, _time) = (options, time);
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.UseProxy = false;
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = options.MaxBytes };
    }

    /// <inheritdoc/>
    public bool IsConfigured => _options.Url is not null;

    /// <inheritdoc/>
    public async Task<PrometheusAnswer> AskAsync(
        string path, IReadOnlyList<KeyValuePair<string, string>> parameters, bool inAddress, CancellationToken cancellationToken)
    {
        if (_options.Url is not { } url)
            throw PrometheusException.Unavailable("This agent is told of no Prometheus; its option observe-prometheus-url does that.");
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = await RequestAsync(url, path, parameters, inAddress, both.Token);
            using var answer = await _client.SendAsync(request, both.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(both.Token);
            // What is no answer of its own may be a proxy's page, or tell of things that are nobody's business.
            return _statuses.Contains((int)answer.StatusCode) && answer.Content.Headers.ContentType?.MediaType == "application/json"
                ? new PrometheusAnswer((int)answer.StatusCode, body)
                : throw PrometheusException.Unavailable($"Prometheus answers {(int)answer.StatusCode}, and not as its API does; its operator has to look.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw PrometheusException.Timeout("Prometheus does not answer in time; ask for less time, or for fewer series.");
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw PrometheusException.BadData($"The answer would have more than {_options.MaxBytes} bytes; ask for fewer series, less time or a longer step.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw PrometheusException.Unavailable(failure is HttpRequestException ? "Prometheus cannot be reached." : "The token for Prometheus cannot be read.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<HttpRequestMessage> RequestAsync(
        Uri url, string path, IReadOnlyList<KeyValuePair<string, string>> parameters, bool inAddress, CancellationToken cancellationToken)
    {
        var address = $"{url.AbsoluteUri.TrimEnd('/')}/api/v1/{path}";
        if (inAddress) address += $"?{string.Join('&', parameters.Select(one => $"{Uri.EscapeDataString(one.Key)}={Uri.EscapeDataString(one.Value)}"))}";
        var request = new HttpRequestMessage(inAddress ? HttpMethod.Get : HttpMethod.Post, new Uri(address));
        if (!inAddress)
        {
            var timeout = string.Create(CultureInfo.InvariantCulture, $"{_options.Timeout.TotalSeconds:0.###}s");
            request.Content = new FormUrlEncodedContent([.. parameters, KeyValuePair.Create("timeout", timeout)]);
        }
        if (_options.TokenFile is { } file)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(file, cancellationToken)).Trim());
        return request;
    }
}
