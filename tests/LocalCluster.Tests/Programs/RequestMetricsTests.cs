using System.Text;
using Pdp.Standin.Http;
using Pdp.Testing;

namespace Pdp.LocalCluster.Tests.Programs;

/// <summary>What the stand-in tells Prometheus of its requests.</summary>
public sealed class RequestMetricsTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Requests_are_counted_by_status_and_by_how_long_they_took_and_probes_are_not()
    {
        var answer = new RequestMetrics(_time).Count(Answer);
        foreach (var path in (string[])["/api", "/api", "/slow", "/fails", "/health", "/metrics"]) await AskAsync(answer, path);

        var told = await AskAsync(answer, "/metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", told.ContentType);
        var lines = Encoding.UTF8.GetString(told.Body).Split('\n');
        Assert.Contains("# TYPE http_requests_total counter", lines);
        Assert.Contains("http_requests_total{code=\"200\"} 3", lines);
        Assert.Contains("http_requests_total{code=\"500\"} 1", lines);
        Assert.Contains("# TYPE http_request_duration_seconds histogram", lines);
        Assert.Contains("http_request_duration_seconds_bucket{le=\"0.005\"} 3", lines);
        Assert.Contains("http_request_duration_seconds_bucket{le=\"0.25\"} 3", lines);
        Assert.Contains("http_request_duration_seconds_bucket{le=\"0.5\"} 4", lines);
        Assert.Contains("http_request_duration_seconds_bucket{le=\"+Inf\"} 4", lines);
        Assert.Contains("http_request_duration_seconds_sum 0.3", lines);
        Assert.Contains("http_request_duration_seconds_count 4", lines);
    }

    private ValueTask<HttpResponse> Answer(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Path == "/slow") _time.Advance(TimeSpan.FromMilliseconds(300));
        return ValueTask.FromResult(request.Path == "/fails" ? HttpResponse.Error(500, "fails") : HttpResponse.Html(""));
    }

    private static async Task<HttpResponse> AskAsync(Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> answer, string path) =>
        await answer(new HttpRequest("GET", path, "", new Dictionary<string, string>(), default), CancellationToken.None);
}
