using System.Globalization;
using Pdp.Core.Analysis.Requests;
using Pdp.Observability.Prometheus;

namespace Pdp.Observability.Metrics;

/// <summary>The queries behind the metrics that come from Prometheus. Names of metrics and labels are those <see cref="RequestMetrics"/> knows, the best first.</summary>
internal static class QueryShapes
{
    private static readonly string _endpoint = string.Join(", ", RequestMetrics.EndpointLabels);

    private static readonly (string Kind, string Share)[] _shares = [("p50", "0.5"), ("p95", "0.95"), ("p99", "0.99")];

    /// <summary>The queries of a metric, by kind.</summary>
    /// <param name="metric">One that comes from Prometheus.</param>
    /// <param name="labels">How series say whose they are.</param>
    /// <param name="window">What rates are taken over.</param>
    public static IReadOnlyList<(string Kind, string Unit, string Query)> Of(MetricName metric, SeriesLabels labels, TimeSpan window)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"[{(long)window.TotalSeconds}s]");
        return metric switch
        {
            MetricName.Network =>
            [
                ("received", "bytes/s", $"sum by ({labels.Namespace}, {labels.Pod}) (rate(container_network_receive_bytes_total{range}))"),
                ("sent", "bytes/s", $"sum by ({labels.Namespace}, {labels.Pod}) (rate(container_network_transmit_bytes_total{range}))"),
            ],
            MetricName.Requests => [("rate", "requests/s", First(RequestMetrics.Counters.Select(name => Rate(name, range))))],
            MetricName.Errors =>
            [
                ("rate", "requests/s", First(RequestMetrics.Counters.SelectMany(name => RequestMetrics.Codes.Select(code => Rate($"{name}{{{code}=~\"5..\"}}", range))))),
            ],
            MetricName.Latency => [.. _shares.Select(one => (one.Kind, "seconds", First(RequestMetrics.Histograms.Select(name => Quantile(one.Share, name, range)))))],
            _ => throw new ArgumentOutOfRangeException(nameof(metric)),
        };
    }

    private static string Rate(string selector, string range) => $"sum by ({_endpoint}) (rate({selector}{range}))";

    private static string Quantile(string share, string histogram, string range) =>
        $"histogram_quantile({share}, sum by (le, {_endpoint}) (rate({histogram}_bucket{range})))";

    // Of series with the same labels the better name counts.
    private static string First(IEnumerable<string> queries) => string.Join(" or ", queries);
}
