using Pdp.Core.Logs;
using Pdp.Observability.Access;
using Pdp.PlaneStore;
using Pdp.PlaneStore.Metrics;

namespace Pdp.Observability.Metrics;

/// <summary>Answers what the agent samples itself.</summary>
internal sealed class SampledMetrics(PlaneStores stores, ISamplingState sampling)
{
    private const double Billion = 1e9;

    private static readonly Dictionary<MetricName, Measure[]> _measures = new()
    {
        [MetricName.Cpu] = [Measure.Cpu, Measure.CpuRequest, Measure.CpuLimit],
        [MetricName.Memory] = [Measure.Memory, Measure.MemoryRequest, Measure.MemoryLimit],
        [MetricName.Restarts] = [Measure.Restarts],
    };

    /// <summary>Whether a metric is one of them.</summary>
    public static bool Has(MetricName metric) => _measures.ContainsKey(metric);

    /// <summary>The series of some of them.</summary>
    /// <exception cref="ApiProblemException">The store cannot be read now.</exception>
    public (IReadOnlyList<SeriesView> Series, IReadOnlyList<UnavailableMetric> Unavailable, bool IsPartial) Of(
        IReadOnlyList<MetricName> metrics, IReadOnlyList<LogScope> scopes, MetricTimes times, CancellationToken cancellationToken)
    {
        if (metrics.Count == 0) return ([], [], false);
        var query = new MetricQuery
        {
            Scopes = scopes,
            Start = times.Start,
            End = times.End,
            Step = times.Step,
            Measures = [.. metrics.SelectMany(metric => _measures[metric])],
        };
        var answer = StoredAnswer.Of(() => stores.Metrics.Query(query, cancellationToken));
        var used = answer.Series.Select(series => series.Measure).ToHashSet();
        var missing = metrics.Where(metric => metric != MetricName.Restarts && !used.Contains(_measures[metric][0]));
        return ([.. answer.Series.Select(View)], sampling.Problem is { } why ? [.. missing.Select(metric => new UnavailableMetric(metric, why))] : [], answer.IsPartial);
    }

    private static SeriesView View(MetricSeries series)
    {
        var (metric, kind, unit, scale) = series.Measure switch
        {
            Measure.Cpu => (MetricName.Cpu, "usage", "cores", Billion),
            Measure.CpuRequest => (MetricName.Cpu, "request", "cores", Billion),
            Measure.CpuLimit => (MetricName.Cpu, "limit", "cores", Billion),
            Measure.Memory => (MetricName.Memory, "usage", "bytes", 1),
            Measure.MemoryRequest => (MetricName.Memory, "request", "bytes", 1),
            Measure.MemoryLimit => (MetricName.Memory, "limit", "bytes", 1),
            _ => (MetricName.Restarts, "total", "restarts", 1),
        };
        var (source, points) = (series.Source, series.Points);
        return new SeriesView(
            metric, kind, unit,
            new SeriesSource(source.Organization, source.Project, source.Environment, source.Component, source.Pod, source.Container), null,
            [.. points.Select(point => (IReadOnlyList<double>)[point.Time / 1000.0, point.Value / scale])]);
    }
}
