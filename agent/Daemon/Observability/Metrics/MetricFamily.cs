using System.Diagnostics.Metrics;

namespace Pdp.Daemon.Observability.Metrics;

/// <summary>One instrument with its series. Not safe for several threads.</summary>
/// <param name="name">Name of the family.</param>
/// <param name="type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
/// <param name="help">What it measures.</param>
internal abstract class MetricFamily(string name, string type, string help)
{
    /// <summary>Name of the family.</summary>
    protected string Name => name;

    /// <summary>The family that suits an instrument.</summary>
    public static MetricFamily Of(string name, Instrument instrument)
    {
        var help = instrument.Description ?? "";
        if (MetricNames.IsHistogram(instrument)) return new HistogramFamily(name, help);
        return new ValueFamily(name, MetricNames.IsCounter(instrument) ? "counter" : "gauge", help, MetricNames.IsDelta(instrument));
    }

    /// <summary>Whether a series has been measured before.</summary>
    public abstract bool Has(string labels);

    /// <summary>Takes a measurement in.</summary>
    public abstract void Record(string labels, double value);

    /// <summary>Writes header and samples; nothing when nothing was measured.</summary>
    public void Write(PrometheusText text)
    {
        text.Header(name, type, help);
        WriteSamples(text);
    }

    /// <summary>Writes the samples.</summary>
    protected abstract void WriteSamples(PrometheusText text);
}

/// <summary>Counters and gauges: one number per series.</summary>
internal sealed class ValueFamily(string name, string type, string help, bool isDelta) : MetricFamily(name, type, help)
{
    private readonly SortedDictionary<string, double> _values = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Has(string labels) => _values.ContainsKey(labels);

    /// <inheritdoc/>
    public override void Record(string labels, double value) =>
        _values[labels] = isDelta ? _values.GetValueOrDefault(labels) + value : value;

    /// <inheritdoc/>
    protected override void WriteSamples(PrometheusText text)
    {
        foreach (var (labels, value) in _values) text.Sample(Name, labels, value);
    }
}

/// <summary>Histograms: how many measurements were at most so large.</summary>
internal sealed class HistogramFamily(string name, string help) : MetricFamily(name, "histogram", help)
{
    // From a pass that finds nothing to do to one that waits for a slow cluster.
    private static readonly double[] _bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

    private readonly SortedDictionary<string, (long[] Counts, double Sum)> _series = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Has(string labels) => _series.ContainsKey(labels);

    /// <inheritdoc/>
    public override void Record(string labels, double value)
    {
        if (!_series.TryGetValue(labels, out var series)) series = (new long[_bounds.Length + 1], 0);
        var bucket = Array.FindIndex(_bounds, bound => value <= bound);
        series.Counts[bucket < 0 ? _bounds.Length : bucket]++;
        _series[labels] = (series.Counts, series.Sum + value);
    }

    /// <inheritdoc/>
    protected override void WriteSamples(PrometheusText text)
    {
        foreach (var (labels, (counts, sum)) in _series)
        {
            long below = 0;
            for (var i = 0; i < counts.Length; i++)
            {
                below += counts[i];
                var bound = i < _bounds.Length ? PrometheusText.Number(_bounds[i]) : "+Inf";
                text.Sample($"{Name}_bucket", PrometheusText.With(labels, "le", bound), below);
            }
            text.Sample($"{Name}_sum", labels, sum);
            text.Sample($"{Name}_count", labels, below);
        }
    }
}
