using Pdp.Protocol.Intents;

namespace Pdp.Core.Analysis.Requests;

/// <summary>Which metrics say something about requests.</summary>
public static class RequestMetrics
{
    private const string Bucket = "_bucket";

    /// <summary>
    /// Metrics that count requests, the best first: OpenTelemetry's semantic conventions as Prometheus exporters write them, then what client libraries
    /// and tutorials call it.
    /// </summary>
    public static IReadOnlyList<string> Counters { get; } = ["http_server_request_duration_seconds_count", "http_requests_total", "http_request_duration_seconds_count"];

    /// <summary>Histograms of how long requests took, seconds, the best first.</summary>
    public static IReadOnlyList<string> Histograms { get; } = ["http_server_request_duration_seconds", "http_request_duration_seconds"];

    /// <summary>Labels that say how requests were answered, the best first.</summary>
    public static IReadOnlyList<string> Codes { get; } = ["http_response_status_code", "code", "status_code", "status"];

    /// <summary>Labels by which client libraries tell endpoints apart.</summary>
    public static IReadOnlyList<string> EndpointLabels { get; } = ["http_request_method", "http_route", "method", "route", "handler", "path", "endpoint"];

    /// <summary>The metric of a histogram's buckets.</summary>
    public static string BucketsOf(string histogram) => histogram + Bucket;

    /// <summary>The metrics to read for a measurement, the best first.</summary>
    public static IReadOnlyList<string> Of(RequestsSpec spec) => spec.Measure switch
    {
        RequestsMeasure.Latency => [.. (spec.Metric is { } own ? [own] : Histograms).Select(BucketsOf)],
        _ => spec.Metric is { } own ? [own] : Counters,
    };

    /// <summary>Whether a sample counts requests that went wrong on the server's side; null when it does not say how they were answered.</summary>
    public static bool? IsError(MetricSample sample)
    {
        var code = Codes.Select(label => sample.Labels.GetValueOrDefault(label)).FirstOrDefault(value => value is { Length: > 0 });
        return code is null ? null : code.StartsWith('5');
    }
}
