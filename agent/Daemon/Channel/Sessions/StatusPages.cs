using Pdp.Core.Ports;
using Pdp.Protocol;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel.Sessions;

/// <summary>Cuts a batch of statuses into frames: the newest per intent, each frame within its entries and bytes. Pure.</summary>
internal static class StatusPages
{
    /// <summary>Bytes a page is filled to: well under the frame limit, so that a slow line is not held by one frame for long.</summary>
    public const int TargetBytes = 256 * 1024;

    private const int MessageChars = 1024;

    /// <summary>The frames of a batch, in its order.</summary>
    public static IEnumerable<StatusFrame> Of(IReadOnlyList<StatusEntry> batch)
    {
        var page = new List<IntentStatusReport>();
        var bytes = 0;
        foreach (var entry in batch.Reverse().DistinctBy(entry => entry.Id).Reverse())
        {
            var (report, size) = Fitted(new IntentStatusReport(entry.Id, entry.Status, entry.Trace?.Traceparent, entry.Trace?.Tracestate));
            if (page.Count > 0 && (page.Count == ProtocolLimits.StatusBatch || bytes + size > TargetBytes))
            {
                yield return new StatusFrame([.. page]);
                page.Clear();
                bytes = 0;
            }
            page.Add(report);
            bytes += size;
        }
        if (page.Count > 0) yield return new StatusFrame([.. page]);
    }

    // A status of thousands of objects still says where the intent stands; its lists stay to be seen in the cluster.
    private static (IntentStatusReport Report, int Bytes) Fitted(IntentStatusReport report)
    {
        var size = SizeOf(report);
        if (size <= ProtocolLimits.FrameBytes / 2 || report.Status is not { } status) return (report, size);
        var message = status.Message.Length <= MessageChars ? status.Message : status.Message[..MessageChars];
        var shorter = report with
        {
            Status = status with
            {
                Message = $"{message} (lists left out: too long for one report)",
                Conditions = [],
                Inventory = [],
                Resources = [],
                Drift = [],
                Endpoints = [],
                History = [],
                Kept = [],
            },
        };
        return (shorter, SizeOf(shorter));
    }

    private static int SizeOf(IntentStatusReport report) => FrameCodec.Write(new StatusFrame([report])).Length;
}
