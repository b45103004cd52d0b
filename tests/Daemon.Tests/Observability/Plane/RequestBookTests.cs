using Pdp.Core.Analysis;
using Pdp.Core.Analysis.Requests;
using Pdp.Daemon.Observability.Samples;
using Pdp.PlaneStore.Requests;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Observability.Plane;

public sealed class RequestBookTests
{
    private static readonly DateTimeOffset _start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RequestPlace _place = new("acme", "shop", "prod", "web");

    private readonly RequestBook _book = new();

    [Fact]
    public void The_first_time_tells_nothing_for_it_would_be_all_since_the_pods_began()
    {
        Assert.Null(Take(0, ("a", -3600, 1_000_000)));

        var (span, endpoints) = Take(30, ("a", -3600, 1_000_060))!.Value;
        Assert.Equal((TimeSpan.FromSeconds(30), 60), (span, Assert.Single(endpoints).Requests));
    }

    [Fact]
    public void A_pod_that_began_since_counts_whole_and_one_that_was_silent_only_from_then_on()
    {
        Take(0, ("a", -3600, 100));

        Assert.Equal(15, Requests(Take(30, ("a", -3600, 110), ("new", 10, 5), ("silent", -3600, 5000))));
        Assert.Equal(7, Requests(Take(60, ("a", -3600, 110), ("new", 10, 5), ("silent", -3600, 5007))));
    }

    [Fact]
    public void Who_does_not_answer_once_is_compared_with_what_was_known_of_it()
    {
        Take(0, ("a", -3600, 100), ("b", -3600, 100));
        Take(30, target: ["a", "b"], ("a", -3600, 100));

        Assert.Equal(40, Requests(Take(60, ("a", -3600, 100), ("b", -3600, 140))));
    }

    [Fact]
    public void A_component_that_is_not_asked_any_more_is_forgotten()
    {
        Take(0, ("a", -3600, 100));
        _book.Keep([]);

        Assert.Null(Take(30, ("a", -3600, 110)));
    }

    private static double Requests((TimeSpan Span, IReadOnlyList<EndpointRequests> Endpoints)? told) => told!.Value.Endpoints.Sum(one => one.Requests);

    private (TimeSpan Span, IReadOnlyList<EndpointRequests> Endpoints)? Take(int second, params (string Uid, int Began, double Counted)[] pods) =>
        Take(second, [.. pods.Select(pod => pod.Uid)], pods);

    private (TimeSpan Span, IReadOnlyList<EndpointRequests> Endpoints)? Take(int second, string[] target, params (string Uid, int Began, double Counted)[] pods)
    {
        var began = pods.ToDictionary(pod => pod.Uid, pod => pod.Began);
        var asked = new RequestTarget(
            _place, [new RequestsSpec { Measure = RequestsMeasure.ErrorRate, Port = "metrics" }],
            [.. target.Select(uid => (new SubjectPod(uid, uid, "127.0.0.1", new Dictionary<string, int>()), _start.AddSeconds(began.GetValueOrDefault(uid, -3600))))]);
        var read = pods.ToDictionary(
            pod => pod.Uid, pod => (IReadOnlyList<MetricSample>)[new MetricSample("http_requests_total", new Dictionary<string, string> { ["code"] = "200" }, pod.Counted)]);
        return _book.Take(asked, read, _start.AddSeconds(second));
    }
}
