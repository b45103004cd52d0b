using System.Diagnostics.Metrics;

namespace Pdp.Telemetry;

/// <summary>Counts what became of what was to be exported: an exporter that fails must not do so unnoticed.</summary>
/// <param name="meter">Where it is counted.</param>
public sealed class ExportMetrics(Meter meter)
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Telemetry";

    private readonly Counter<long> _exports = meter.CreateCounter<long>(
        "pdp.telemetry.exports", "{export}", "Exports by OTLP, by signal and result.");

    private readonly Counter<long> _dropped = meter.CreateCounter<long>(
        "pdp.telemetry.spans.dropped", "{span}", "Spans that were never exported, by reason: too many waited, or their export failed.");

    /// <summary>One export ended.</summary>
    internal void Exported(string signal, bool isGood) => _exports.Add(
        1, new KeyValuePair<string, object?>("signal", signal), new KeyValuePair<string, object?>("result", isGood ? "ok" : "failed"));

    /// <summary>Spans are gone.</summary>
    internal void Dropped(long spans, string reason) => _dropped.Add(spans, new KeyValuePair<string, object?>("reason", reason));
}
