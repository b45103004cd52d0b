using Pdp.Daemon.Outbound;

namespace Pdp.Daemon.Hosting.Options;

/// <summary>Ranges of the options of what is collected besides log lines, and of the customer's Prometheus.</summary>
internal static class PlaneRules
{
    private const long MostBytes = 1L << 40;

    private static readonly TimeSpan _shortestAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan _longestAge = TimeSpan.FromHours(87_600);

    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public static IEnumerable<string> Problems(PlaneOptions options)
    {
        if (options.Sampling.Interval < TimeSpan.FromSeconds(10) || options.Sampling.Interval > TimeSpan.FromMinutes(10))
            yield return "observe-sample-interval: must be from 10s to 10m";
        if (options.MetricBytes is < 1L << 20 or > MostBytes) yield return "observe-metrics-size: must be from 1 to 1048576";
        if (options.EventBytes is < 1L << 20 or > MostBytes) yield return "observe-events-size: must be from 1 to 1048576";
        if (options.MetricAge < _shortestAge || options.MetricAge > _longestAge) yield return "observe-metrics-age: must be from 1h to 87600h";
        if (options.EventAge < _shortestAge || options.EventAge > _longestAge) yield return "observe-events-age: must be from 1h to 87600h";
        var prometheus = options.Prometheus;
        if (prometheus.Timeout < TimeSpan.FromSeconds(1) || prometheus.Timeout > TimeSpan.FromMinutes(1)) yield return "observe-prometheus-timeout: must be from 1s to 1m";
        if (prometheus.CaFile is { } ca && ServerTrust.Problem(ca) is { } problem) yield return $"observe-prometheus-ca: {problem}";
        if (prometheus.Labels is { Component: { } component } labels && (component == labels.Namespace || component == labels.Pod))
            yield return "observe-prometheus-component-label: must be another label than those of namespace and pod";
    }
}
