using Pdp.Benchmarks.Measuring;
using Pdp.Core.Logs;
using Pdp.LogStore;
using Pdp.LogStore.Queries;

namespace Pdp.Benchmarks.Logs;

/// <summary>Searches a full store in the ways people do, a hundred entries a page.</summary>
internal sealed class Searches(SegmentedLogStore store, Filling filling, int lines)
{
    private const int Each = 200;

    public async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken ct)
    {
        var figures = new List<Figure>();
        var all = new List<double>();
        foreach (var (name, search) in new (string, Func<int, LogQuery>)[]
        {
            ("a common word", _ => new LogQuery { Search = "orders" }),
            ("a word of few lines", i => new LogQuery { Search = $"order {i * 4871 % 1_000_000} placed" }),
            ("a word that is nowhere", i => new LogQuery { Search = $"nowhere{i}" }),
            ("errors of a component", i => new LogQuery { Scopes = [new LogScope(Component: $"service-{i % 20}")], Levels = [Severity.Error] }),
            ("a word in a minute of the middle", i => new LogQuery { Start = filling.At((lines / 2) + i), End = filling.At((lines / 2) + (lines / 1440) + i), Search = "slow" }),
            ("all of a pod, oldest first", i => new LogQuery { Scopes = [new LogScope(Pod: $"service-{i % 20}-{i % 5}")], Order = SortOrder.OldestFirst }),
        })
        {
            var times = await TimesAsync(search, ct);
            all.AddRange(times);
            figures.Add(new($"search: {name}, p50", Figure.At(times, 0.5), "ms"));
            figures.Add(new($"search: {name}, p95", Figure.At(times, 0.95), "ms"));
        }
        all.Sort();
        return [.. figures, new($"search: all of these, p50 of {all.Count}", Figure.At(all, 0.5), "ms"), new("search: all of these, p95", Figure.At(all, 0.95), "ms")];
    }

    private async Task<List<double>> TimesAsync(Func<int, LogQuery> search, CancellationToken ct)
    {
        var times = new List<double>();
        for (var i = 0; i < Each; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await store.QueryAsync(search(i) with { Limit = 100 }, ct);
            times.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        }
        times.Sort();
        return times;
    }
}
