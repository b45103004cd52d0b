using Pdp.Protocol.Intents;

namespace Pdp.Core.Analysis.Requests;

/// <summary>Which metrics say something about requests.</summary>
public static class RequestMetrics
{
    private const string Bucket = "_bucket";

    // OpenTelemetry's semantic conventions as Prometheus exporters write them, then what client libraries and tutorials call it.
    private static readonly string[] _counters = ["http_server_request_duration_seconds_count", "http_requests_total", "http_request_duration_seconds_count"];
    private static readonly string[] _histograms = ["http_server_request_duration_seconds", "http_request_duration_seconds"];
    private static readonly string[] _codes = ["http_response_status_code", "code", "status_code", "status"];

    /// <summary>The metrics to read for a measurement, the best first.</summary>
    public static IReadOnlyList<string> Of(RequestsSpec spec) => spec.Measure switch
    {
        RequestsMeasure.Latency => [.. (spec.Metric is { } own ? [own] : _histograms).Select(name => name + Bucket)],
        _ => spec.Metric is { } own ? [own] : _counters,
    };

    /// <summary>Whether a sample counts requests that went wrong on the server's side; null when it does not say how they were answered.</summary>
    public static bool? IsError(MetricSample sample)
    {
        var code = _codes.Select(label => sample.Labels.GetValueOrDefault(label)).FirstOrDefault(value => value is { Length: > 0 });
        return code is null ? null : code.StartsWith('5');
    }
}
