using System.Diagnostics.Metrics;
using Pdp.Kubernetes.Transport;

namespace Pdp.Daemon.Observability.Metrics;

/// <summary>Listens to the meters of this host and writes them in the Prometheus text format 0.0.4.</summary>
internal sealed class PrometheusMetrics : IMetricsText, IDisposable
{
    /// <summary>Most series in all; what comes beyond is dropped and counted, so that labels gone wild cannot fill the memory.</summary>
    public const int MostSeries = 5000;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private int _series;
    private long _dropped;

    /// <param name="meters">Whose meters are told; the runtime's and those of the client of the API server are told too.</param>
    public PrometheusMetrics(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // The web server's own tell of the callers' paths and versions what nobody asked.
            var isWebServers = instrument.Meter.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);
            if ((instrument.Meter.Scope == meters && !isWebServers) || instrument.Meter.Name is "System.Runtime" or ClientMetrics.MeterName)
                listener.EnableMeasurementEvents(instrument, FamilyOf(instrument));
        };
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => Record(state, (double)value, tags));
        _listener.Start();
    }

    /// <inheritdoc/>
    public string ContentType => "text/plain; version=0.0.4; charset=utf-8";

    /// <inheritdoc/>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new PrometheusText();
        lock (_lock)
        {
            foreach (var family in _families.Values) family.Write(text);
            if (_dropped > 0)
            {
                text.Header("pdp_agent_metrics_dropped_total", "counter", "Measurements of series beyond the limit.");
                text.Sample("pdp_agent_metrics_dropped_total", "", _dropped);
            }
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private MetricFamily FamilyOf(Instrument instrument)
    {
        lock (_lock)
        {
            var name = MetricNames.Of(instrument);
            if (!_families.TryGetValue(name, out var family)) _families.Add(name, family = MetricFamily.Of(name, instrument));
            return family;
        }
    }

    private void Record(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var family = (MetricFamily)state!;
        var labels = PrometheusText.Labels(tags);
        lock (_lock)
        {
            var isNew = !family.Has(labels);
            if (isNew && _series >= MostSeries)
            {
                _dropped++;
                return;
            }
            if (isNew) _series++;
            family.Record(labels, value);
        }
    }
}
