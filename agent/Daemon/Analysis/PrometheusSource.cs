using System.Globalization;
using System.Net.Http.Headers;
using Pdp.Core.Analysis;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Analysis;

/// <summary>
/// Asks the customer's Prometheus. One number comes back and nothing else; the namespace goes along as a parameter, so that a proxy in front can hold each
/// query to it.
/// </summary>
internal sealed partial class PrometheusSource : IDisposable
{
    private const int MostBytes = 64 * 1024;

    private readonly PrometheusOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PrometheusSource> _logger;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MostBytes,
    };

    public PrometheusSource(PrometheusOptions options, TimeProvider time, ILogger<PrometheusSource> logger) =>
        (_options, _time, _logger) = (options, time, logger);

    /// <summary>Measures a query once.</summary>
    public async Task<Measurement> MeasureAsync(AnalysisSpec analysis, AnalysisSubject subject, CancellationToken cancellationToken)
    {
        if (_options.Url is not { } url)
            return new Measurement(analysis.Name, null, "this agent is told of no Prometheus; its option analysis-prometheus-url does that");
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var (value, why) = await AskAsync(url, QueryText.Of(analysis.Query ?? "", subject), subject.Namespace, both.Token);
            LogMeasured(subject.Workload, analysis.Name, value, why);
            return new Measurement(analysis.Name, value, why);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Away(analysis, subject, "Prometheus does not answer in time");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return Away(analysis, subject, failure is HttpRequestException ? "Prometheus cannot be reached" : "the token for Prometheus cannot be read");
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<(double? Value, string Why)> AskAsync(Uri url, string query, string @namespace, CancellationToken cancellationToken)
    {
        var seconds = _options.Timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        var path = $"api/v1/query?query={Uri.EscapeDataString(query)}&timeout={seconds}s&namespace={Uri.EscapeDataString(@namespace)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{url.AbsoluteUri.TrimEnd('/')}/{path}"));
        if (_options.TokenFile is { } file)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(file, cancellationToken)).Trim());
        using var answer = await _client.SendAsync(request, cancellationToken);
        return answer.IsSuccessStatusCode
            ? PrometheusAnswer.Read(await answer.Content.ReadAsByteArrayAsync(cancellationToken))
            : (null, $"Prometheus answers {(int)answer.StatusCode}");
    }

    private Measurement Away(AnalysisSpec analysis, AnalysisSubject subject, string why)
    {
        LogMeasured(subject.Workload, analysis.Name, null, why);
        return new Measurement(analysis.Name, null, why);
    }

    [LoggerMessage(EventId = 1350, EventName = "RevisionMeasured", Level = LogLevel.Information, Message = "{Workload}: analysis {Analysis} measured {Value} {Why}")]
    private partial void LogMeasured(string workload, string analysis, double? value, string why);
}
