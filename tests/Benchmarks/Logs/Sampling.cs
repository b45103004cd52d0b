using Pdp.Benchmarks.Measuring;
using Pdp.Core.Logs;
using Pdp.PlaneStore;
using Pdp.PlaneStore.Metrics;

namespace Pdp.Benchmarks.Logs;

/// <summary>A day's samples of a hundred containers, one each half minute, and the charts of a component over that day.</summary>
internal sealed class Sampling(ServiceLines service, string directory) : IPlaneStoreEvents
{
    private const int SamplesOfDay = 24 * 60 * 2;
    private const int Queries = 100;
    // As the agent tidies: every five minutes.
    private const int TidyAfter = 10;

    private readonly Random _random = new(1);
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow().AddDays(-1);

    public IReadOnlyList<Figure> Measure(CancellationToken ct)
    {
        using var store = MetricStore.Open(new PlaneStoreOptions { Directory = directory }, TimeProvider.System, this);
        var storing = TimeSpan.Zero;
        for (var i = 0; i < SamplesOfDay; i++)
        {
            var samples = Samples(i);
            var began = TimeProvider.System.GetTimestamp();
            store.Append(samples);
            if (i % TidyAfter == 0) store.Tidy();
            storing += TimeProvider.System.GetElapsedTime(began);
        }
        var times = new List<double>();
        for (var i = 0; i < Queries; i++)
        {
            var query = new MetricQuery
            {
                Scopes = [new LogScope(Component: $"service-{i % 20}")],
                Start = _start,
                End = _start.AddDays(1),
                Step = TimeSpan.FromMinutes(5),
                Measures = [Pdp.PlaneStore.Metrics.Measure.Cpu, Pdp.PlaneStore.Metrics.Measure.Memory],
            };
            var began = TimeProvider.System.GetTimestamp();
            store.Query(query, ct);
            times.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        }
        times.Sort();
        var all = SamplesOfDay * (double)service.Sources.Count;
        return
        [
            new("samples stored a second", all / storing.TotalSeconds, "samples"),
            new("disk per million samples", store.Bytes / 1048576.0 / (all / 1e6), "MiB"),
            new("a component's day of CPU and memory, p50", Figure.At(times, 0.5), "ms"),
            new("a component's day of CPU and memory, p95", Figure.At(times, 0.95), "ms"),
        ];
    }

    void IPlaneStoreEvents.SetAside(string file, Exception why) => Console.Error.WriteLine($"{file}: {why.Message}");

    void IPlaneStoreEvents.Dropped(string store, long entries) => Console.Error.WriteLine($"{store}: {entries} dropped");

    private List<(LogSource Source, ContainerSample Sample)> Samples(int round)
    {
        var time = _start.AddSeconds(30.0 * round).ToUnixTimeMilliseconds();
        return [.. service.Sources.Select(source => (source, new ContainerSample(
            time, 40_000_000 + _random.Next(20_000_000), (200L << 20) + _random.Next(1 << 20), 0, 100_000_000, 500_000_000, 256L << 20, 512L << 20)))];
    }
}
