using Pdp.Observability.Access;
using Pdp.Observability.Prometheus;

namespace Pdp.Observability.Metrics;

/// <summary>Answers what only the customer's Prometheus knows.</summary>
internal sealed class PrometheusMetrics(IPrometheus prometheus, SeriesScope series, PrometheusClientOptions options)
{
    private const string NoPrometheus =
        "It comes from Prometheus, and this agent is told of none (option observe-prometheus-url). The agent itself has no rights to ask nodes for it.";

    // A scrape or two more than the usual interval of a minute, so that a rate has what to go by.
    private static readonly TimeSpan _shortestWindow = TimeSpan.FromMinutes(2);

    /// <summary>Whether there is a Prometheus to ask.</summary>
    public bool IsConfigured => prometheus.IsConfigured;

    /// <summary>The series of one metric; or why there are none.</summary>
    /// <param name="metric">One that comes from Prometheus.</param>
    /// <param name="scopes">Within these.</param>
    /// <param name="times">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(IReadOnlyList<SeriesView> Series, UnavailableMetric? Unavailable)> OfAsync(
        MetricName metric, IReadOnlyList<PlaneScope> scopes, MetricTimes times, CancellationToken cancellationToken)
    {
        if (!prometheus.IsConfigured) return ([], new UnavailableMetric(metric, NoPrometheus));
        if (metric != MetricName.Network && scopes.Any(scope => scope.Component is null))
            return ([], new UnavailableMetric(metric, "It is told of one component: name it in searchScope.component."));
        var window = times.Step > _shortestWindow ? times.Step : _shortestWindow;
        var found = new List<SeriesView>();
        try
        {
            var labels = series.Of(scopes, times.Start - window);
            foreach (var (kind, unit, query) in QueryShapes.Of(metric, options.Labels, window))
            {
                var matrix = await RangeMatrix.AskAsync(prometheus, ScopedQuery.Of(query, labels, window), times, cancellationToken);
                found.AddRange(matrix.Select(one => new SeriesView(metric, kind, unit, null, one.Labels, one.Points)));
            }
        }
        catch (PrometheusException failure)
        {
            return ([], new UnavailableMetric(metric, failure.Message));
        }
        return (found, found.Count > 0 ? null : new UnavailableMetric(metric, "Prometheus has no such series of this scope: see that it scrapes these pods."));
    }
}
