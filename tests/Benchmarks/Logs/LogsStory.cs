using Pdp.Benchmarks.Measuring;
using Pdp.LogStore;

namespace Pdp.Benchmarks.Logs;

/// <summary>Fills a store, searches it, has it followed through the API, and does the same for samples.</summary>
internal sealed class LogsStory(string directory, int lines) : ILogStoreEvents
{
    public async Task<IReadOnlyList<Figure>> PlayAsync(CancellationToken ct)
    {
        var service = new ServiceLines();
        await using var memory = new PeakMemory();
        await using var store = SegmentedLogStore.Open(
            new LogStoreOptions { Directory = Path.Combine(directory, "logs"), PodShare = 1 }, TimeProvider.System, this);
        var filling = new Filling(store, service, lines);
        return
        [
            .. await filling.MeasureAsync(ct), memory.Take("while storing"),
            .. await new Searches(store, filling, lines).MeasureAsync(ct), memory.Take("while searching"),
            .. await new Tails(store, service, directory).MeasureAsync(ct), memory.Take("with tails, their readers included"),
            .. new Sampling(service, Path.Combine(directory, "metrics")).Measure(ct),
        ];
    }

    void ILogStoreEvents.Dropped(string file, DropReason reason, long entries) => Console.Error.WriteLine($"{file}: {entries} dropped");

    void ILogStoreEvents.SetAside(string file, Exception why) => Console.Error.WriteLine($"{file}: {why.Message}");
}
