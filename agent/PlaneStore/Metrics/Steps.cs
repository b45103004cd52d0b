namespace Pdp.PlaneStore.Metrics;

/// <summary>Gathers one measure of one container by steps.</summary>
internal sealed class Steps(Measure measure, long start, long step)
{
    private readonly SortedDictionary<long, (double Sum, int Count)> _steps = [];

    private bool IsMean => measure is Measure.Cpu or Measure.Memory;

    /// <summary>Takes a sample; they come in the order of their times.</summary>
    public void Take(ContainerSample sample)
    {
        if (sample[measure] is not { } value) return;
        var at = start + ((sample.Time - start) / step * step);
        var (sum, count) = _steps.GetValueOrDefault(at);
        _steps[at] = IsMean ? (sum + value, count + 1) : (value, 1);
    }

    public MetricSeries? Series(Core.Logs.LogSource source) =>
        _steps.Count == 0 ? null : new MetricSeries(source, measure, [.. _steps.Select(one => (one.Key, one.Value.Sum / one.Value.Count))]);
}
