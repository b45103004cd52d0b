using Pdp.Benchmarks.Measuring;
using Pdp.Core.Logs;
using Pdp.LogStore;

namespace Pdp.Benchmarks.Logs;

/// <summary>Fills a store with a day's lines of a hundred containers, as fast as it takes them.</summary>
internal sealed class Filling(SegmentedLogStore store, ServiceLines service, int lines)
{
    // What a hundred containers have ready while a batch is stored.
    private const int LinesOfBatch = 50;
    private const int SourcesOfBatch = 20;

    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow().AddDays(-1);
    private int _written;

    /// <summary>When a line is stamped: evenly over the day.</summary>
    public DateTimeOffset At(int line) => _start.AddSeconds(86_000.0 * line / lines);

    public async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken ct)
    {
        var storing = TimeSpan.Zero;
        while (_written < lines)
        {
            var batches = Batches();
            var began = TimeProvider.System.GetTimestamp();
            await store.AppendAsync(batches, ct);
            storing += TimeProvider.System.GetElapsedTime(began);
        }
        return
        [
            new($"lines stored a second, {service.Sources.Count} containers", _written / storing.TotalSeconds, "lines"),
            new("disk per million lines", store.Usage.Bytes / 1048576.0 / (_written / 1e6), "MiB"),
            new("segments", store.Usage.Segments, "files"),
        ];
    }

    private List<SourceBatch> Batches()
    {
        var batches = new List<SourceBatch>();
        for (var i = 0; i < SourcesOfBatch; i++)
        {
            var source = service.Sources[((_written / LinesOfBatch) + i) % service.Sources.Count];
            LogEntry[] entries = [.. Enumerable.Range(_written + (i * LinesOfBatch), LinesOfBatch).Select(line => service.At(At(line)))];
            batches.Add(new SourceBatch(source, entries, new LogPosition("run", entries[^1].Time, 1)));
        }
        _written += SourcesOfBatch * LinesOfBatch;
        return batches;
    }
}
