using Pdp.Core.Analysis.Requests;
using Pdp.Core.Logs;
using Pdp.Observability.Access;
using Pdp.PlaneStore;
using Pdp.PlaneStore.Requests;

namespace Pdp.Observability.Metrics;

/// <summary>Answers how requests fare from what the pods themselves counted.</summary>
internal sealed class CountedRequests(PlaneStores stores, IRequestSampling sampling)
{
    private const string NotAsked =
        "No Prometheus tells it (option observe-prometheus-url), and no pods of the component were asked: its document names their port in rollout.analysis, requests.";

    private static readonly (string Kind, double Share)[] _shares = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)];

    /// <summary>Whether a metric is one of them.</summary>
    public static bool Has(MetricName metric) => metric is MetricName.Requests or MetricName.Errors or MetricName.Latency;

    /// <summary>The series of one metric; or why there are none.</summary>
    /// <exception cref="ApiProblemException">The store cannot be read now.</exception>
    public (IReadOnlyList<SeriesView> Series, UnavailableMetric? Unavailable, bool IsPartial) Of(
        MetricName metric, IReadOnlyList<LogScope> scopes, MetricTimes times, CancellationToken cancellationToken)
    {
        var (endpoints, isPartial) = StoredAnswer.Of(() => stores.Requests.Query(scopes, times.Start, times.End, times.Step, cancellationToken));
        var places = endpoints.Select(endpoint => endpoint.Place).Distinct().Count();
        var series = endpoints.SelectMany(endpoint => Views(metric, endpoint, places > 1)).Where(view => view.Points.Count > 0).ToList();
        return (series, series.Count > 0 ? null : new UnavailableMetric(metric, sampling.ProblemOf(scopes) ?? Missing(metric, endpoints.Count > 0)), isPartial);
    }

    private static string Missing(MetricName metric, bool isCounted) => !isCounted ? NotAsked : metric switch
    {
        MetricName.Errors => "The pods do not tell how requests were answered: their counter has no label for the status code.",
        _ => "The pods tell no histogram of how long requests took, or there were no requests.",
    };

    private static IEnumerable<SeriesView> Views(MetricName metric, RequestSeries endpoint, bool tellsPlace)
    {
        var labels = tellsPlace ? WithPlace(endpoint) : endpoint.Endpoint;
        return metric switch
        {
            MetricName.Requests => [View("rate", "requests/s", step => step.Requests / step.Seconds)],
            MetricName.Errors => [View("rate", "requests/s", step => step.Errors / step.Seconds)],
            _ => _shares.Select(one => View(one.Kind, "seconds", step => Quantile(step, one.Share))),
        };

        SeriesView View(string kind, string unit, Func<RequestStep, double?> value) => new(
            metric, kind, unit, null, labels,
            [.. from step in endpoint.Steps let found = value(step) where found is not null select (IReadOnlyList<double>)[step.Time / 1000.0, found.Value]]);
    }

    // Beyond the last bound that bound is told, as Prometheus does.
    private static double? Quantile(RequestStep step, double share)
    {
        var histogram = new LatencyHistogram(step.Buckets);
        return histogram.All is null or 0 ? null : histogram.Quantile(share).Value ?? histogram.LastBound;
    }

    private static Dictionary<string, string> WithPlace(RequestSeries endpoint) => new(endpoint.Endpoint, StringComparer.Ordinal)
    {
        ["organization"] = endpoint.Place.Organization,
        ["project"] = endpoint.Place.Project,
        ["environment"] = endpoint.Place.Environment,
        ["component"] = endpoint.Place.Component,
    };
}
