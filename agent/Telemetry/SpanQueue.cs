using System.Diagnostics;
using OpenTelemetry;

namespace Pdp.Telemetry;

/// <summary>
/// What has ended waits here for its export, on a thread of its own: whoever works waits for nothing. The queue of the base class drops silently when it
/// is full, so this one counts and never lets it fill.
/// </summary>
internal sealed class SpanQueue : BatchActivityExportProcessor
{
    // A batch is taken off before it is counted as such.
    private const int Slack = 1024;

    private readonly ExportMetrics _metrics;
    private readonly int _most;
    private long _waiting;

    public SpanQueue(SpanExporter exporter, OtlpOptions options, ExportMetrics metrics)
        : base(
            exporter,
            maxQueueSize: options.MostSpans + Slack,
            scheduledDelayMilliseconds: (int)options.SpansInterval.TotalMilliseconds,
            exporterTimeoutMilliseconds: (int)options.Timeout.TotalMilliseconds,
            maxExportBatchSize: Math.Min(512, options.MostSpans))
    {
        _metrics = metrics;
        _most = options.MostSpans;
        exporter.Taken = spans => Interlocked.Add(ref _waiting, -spans);
    }

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (!data.Recorded) return;
        if (Interlocked.Increment(ref _waiting) > _most)
        {
            Interlocked.Decrement(ref _waiting);
            _metrics.Dropped(1, "full");
            return;
        }
        base.OnEnd(data);
    }
}
