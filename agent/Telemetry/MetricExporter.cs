using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Pdp.Telemetry;

/// <summary>Exports the values of the meters and counts how that went. What could not be sent now is in the next export: the values add up.</summary>
internal sealed class MetricExporter(OtlpExporterOptions options, ExportMetrics metrics) : OtlpMetricExporter(options)
{
    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> metricBatch)
    {
        var result = base.Export(metricBatch);
        metrics.Exported("metrics", result == ExportResult.Success);
        return result;
    }
}
