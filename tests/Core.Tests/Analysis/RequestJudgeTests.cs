using Pdp.Core.Analysis.Requests;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Analysis;

public sealed class RequestJudgeTests
{
    private static readonly RequestsSpec _errors = new() { Measure = RequestsMeasure.ErrorRate, Port = "http" };
    private static readonly RequestsSpec _latency = new(Percentile: 90) { Measure = RequestsMeasure.Latency, Port = "http" };

    [Theory]
    [InlineData("http_requests_total", "code")]
    [InlineData("http_requests_total", "status")]
    [InlineData("http_request_duration_seconds_count", "status_code")]
    [InlineData("http_server_request_duration_seconds_count", "http_response_status_code")]
    public void An_error_rate_is_what_failed_of_what_was_counted_since(string metric, string label)
    {
        var before = Of(("a", $"{metric}{{{label}=\"200\"}} 100\n{metric}{{{label}=\"503\"}} 50"));
        var now = Of(
            ("a", $"{metric}{{{label}=\"200\"}} 160\n{metric}{{{label}=\"503\"}} 60\n{metric}{{{label}=\"404\"}} 10"),
            // Was not there before, so all it counts is new.
            ("b", $"{metric}{{{label}=\"200\"}} 20"));

        Assert.Equal((0.1, ""), RequestJudge.Measure(_errors, before, now));
    }

    [Fact]
    public void A_counter_that_began_anew_counts_whole() => Assert.Equal(
        (0.5, ""),
        RequestJudge.Measure(
            _errors,
            Of(("a", "http_requests_total{code=\"200\"} 100\nhttp_requests_total{code=\"500\"} 8")),
            Of(("a", "http_requests_total{code=\"200\"} 4\nhttp_requests_total{code=\"500\"} 4"))));

    [Fact]
    public void Nothing_that_was_not_counted_passes()
    {
        var same = Of(("a", "http_requests_total{code=\"200\"} 100"));

        Assert.Equal((null, "0 requests since it was measured last, fewer than 1"), RequestJudge.Measure(_errors, same, same));
        Assert.Equal((null, "100 requests since it was measured last, fewer than 500"), RequestJudge.Measure(_errors with { MinRequests = 500 }, RequestCounters.None, same));
        Assert.Equal((null, "the pods tell no own_total"), RequestJudge.Measure(_errors with { Metric = "own_total" }, RequestCounters.None, same));
        Assert.Null(RequestJudge.Measure(_errors, RequestCounters.None, Of(("a", ""))).Value);
        Assert.Null(RequestJudge.Measure(_errors, RequestCounters.None, Of(("a", "http_requests_total{code=\"200\"} NaN"))).Value);
        Assert.Null(RequestJudge.Measure(_errors, RequestCounters.None, Of(("a", "http_requests_total{code=\"200\"} +Inf"))).Value);
        Assert.Equal((null, "http_requests_total has no label for the status code"), RequestJudge.Measure(_errors, RequestCounters.None, Of(("a", "http_requests_total 3"))));
    }

    [Theory]
    // 90 of 100 within the bound; half of the way from 0.5 to 1 where the rank lies in the middle of the bucket; over several pods and labels.
    [InlineData(90, 95, 100, 0.5)]
    [InlineData(80, 100, 100, 0.75)]
    [InlineData(100, 100, 100, 0.45)]
    public void A_latency_is_estimated_within_its_bucket(int half, int one, int all, double expected)
    {
        var (value, why) = RequestJudge.Measure(_latency, RequestCounters.None, Of(("a", Histogram(half, one, all)), ("b", Histogram(half, one, all))));

        Assert.Equal("", why);
        Assert.Equal(expected, value!.Value, 9);
    }

    [Fact]
    public void Beyond_the_last_bound_nothing_is_known() => Assert.Equal(
        (null, "above 1 s, the last bound of the histogram"), RequestJudge.Measure(_latency, RequestCounters.None, Of(("a", Histogram(10, 20, 100)))));

    [Fact]
    public void A_latency_is_of_the_requests_since_the_measurement_before()
    {
        var (value, _) = RequestJudge.Measure(_latency, Of(("a", Histogram(0, 0, 1000))), Of(("a", Histogram(100, 100, 1100))));

        Assert.Equal(0.45, value!.Value, 9);
    }

    private static string Histogram(int half, int one, int all) =>
        $"""
        http_server_request_duration_seconds_bucket{"{"}le="0.5"{"}"} {half}
        http_server_request_duration_seconds_bucket{"{"}le="1.0"{"}"} {one}
        http_server_request_duration_seconds_bucket{"{"}le="+Inf"{"}"} {all}
        """;

    private static RequestCounters Of(params IReadOnlyList<(string Pod, string Text)> pods)
    {
        var asked = new[] { _errors, _latency, _errors with { Metric = "own_total" } }.SelectMany(RequestMetrics.Of).ToHashSet();
        return new RequestCounters(pods.ToDictionary(pod => pod.Pod, pod => MetricsText.Read(pod.Text, asked)));
    }
}
