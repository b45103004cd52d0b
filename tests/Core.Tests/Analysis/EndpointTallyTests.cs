using Pdp.Core.Analysis.Requests;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Analysis;

public sealed class EndpointTallyTests
{
    private const string Pod = """
        http_requests_total{method="GET",path="/cart",code="200"} 90
        http_requests_total{method="GET",path="/cart",code="500"} 10
        http_requests_total{method="POST",path="/cart",code="201"} 5
        http_request_duration_seconds_bucket{method="GET",path="/cart",le="0.1"} 80
        http_request_duration_seconds_bucket{method="GET",path="/cart",le="+Inf"} 100
        other_total{path="/cart"} 7
        """;

    private static readonly RequestsSpec[] _specs = [new() { Measure = RequestsMeasure.ErrorRate, Port = "metrics" }];

    [Fact]
    public void Requests_are_told_by_endpoint_whatever_their_status()
    {
        var told = EndpointTally.Of(_specs, RequestCounters.None, Counted(Pod, Pod));

        Assert.Equal(["GET /cart 200 20", "POST /cart 10 0"], told.Select(one => $"{one.Endpoint["method"]} {one.Endpoint["path"]} {one.Requests} {one.Errors}"));
        Assert.Equal([(0.1, 160), (double.PositiveInfinity, 200)], told[0].Latency.Buckets);
        Assert.Null(told[1].Latency.All);
    }

    [Fact]
    public void What_was_counted_before_is_taken_off_and_who_began_anew_counts_whole()
    {
        var before = Counted(Pod.Replace(" 90", " 50", StringComparison.Ordinal), Pod);
        var now = Counted(Pod, Pod.Replace(" 90", " 20", StringComparison.Ordinal));

        Assert.Equal([60, 0], EndpointTally.Of(_specs, before, now).Select(one => one.Requests));
    }

    [Fact]
    public void Without_a_status_no_errors_are_made_up()
    {
        var told = Assert.Single(EndpointTally.Of(_specs, RequestCounters.None, Counted("http_requests_total 5")));

        Assert.Equal((5, null, 0), (told.Requests, told.Errors, told.Endpoint.Count));
    }

    [Fact]
    public void The_names_a_document_gives_come_before_the_usual_ones()
    {
        RequestsSpec[] specs =
        [
            new() { Measure = RequestsMeasure.ErrorRate, Port = "metrics", Metric = "orders_total" },
            new() { Measure = RequestsMeasure.Latency, Port = "metrics", Metric = "orders_seconds" },
        ];
        var text = $"{Pod}\norders_total{{code=\"500\"}} 3\norders_seconds_bucket{{le=\"+Inf\"}} 3";

        var told = Assert.Single(EndpointTally.Of(specs, RequestCounters.None, Counted(specs, text)));
        Assert.Equal((3, 3, 3), (told.Requests, told.Errors, told.Latency.All));
    }

    [Fact]
    public void A_pod_that_makes_up_endpoints_fills_no_more_than_there_is_room_for()
    {
        var lines = Enumerable.Range(0, 100).Select(i => $"http_requests_total{{path=\"/{i:000}{new string('x', 500)}\",code=\"200\"}} {1000 - i}");

        var told = EndpointTally.Of(_specs, RequestCounters.None, Counted(string.Join('\n', lines)));
        Assert.Equal(EndpointTally.MostEndpoints, told.Count);
        Assert.Equal(Enumerable.Range(0, 100).Sum(i => 1000 - i), told.Sum(one => one.Requests));
        Assert.Equal(EndpointTally.Others, told[^1].Endpoint["endpoint"]);
        Assert.All(told.SkipLast(1), one => Assert.Equal(200, one.Endpoint["path"].Length));
    }

    [Fact]
    public void Who_tells_no_counter_tells_nothing() => Assert.Empty(EndpointTally.Of(_specs, RequestCounters.None, Counted("up 1")));

    private static RequestCounters Counted(params string[] pods) => Counted(_specs, pods);

    private static RequestCounters Counted(RequestsSpec[] specs, params string[] pods) =>
        new(pods.Index().ToDictionary(pod => $"pod-{pod.Index}", pod => MetricsText.Read(pod.Item, EndpointTally.Metrics(specs))));
}
