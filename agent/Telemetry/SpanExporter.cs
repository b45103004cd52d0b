using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace Pdp.Telemetry;

/// <summary>Exports batches of spans and counts those that got nowhere.</summary>
internal sealed class SpanExporter(OtlpExporterOptions options, ExportMetrics metrics) : OtlpTraceExporter(options)
{
    /// <summary>Told of how many were taken off the queue.</summary>
    public Action<long>? Taken { get; set; }

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Activity> activityBatch)
    {
        var result = base.Export(activityBatch);
        metrics.Exported("traces", result == ExportResult.Success);
        if (result != ExportResult.Success) metrics.Dropped(activityBatch.Count, "failed");
        Taken?.Invoke(activityBatch.Count);
        return result;
    }
}
