using System.Diagnostics;
using Pdp.Benchmarks.Measuring;
using Pdp.Core.Logs;
using Pdp.LogStore;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Tailing;

namespace Pdp.Benchmarks.Logs;

/// <summary>Fills a store as fast as it takes lines, searches it in the ways people do, and listens to it.</summary>
internal sealed class LogsStory(string directory, int lines) : ILogStoreEvents
{
    // What a hundred containers have ready while a batch is stored.
    private const int LinesOfBatch = 50;
    private const int SourcesOfBatch = 20;
    private const int Searches = 200;
    private const int Tails = 50;

    private readonly ServiceLines _service = new();
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow().AddDays(-1);
    private int _written;

    public async Task<IReadOnlyList<Figure>> PlayAsync(CancellationToken ct)
    {
        var figures = new List<Figure>();
        await using var store = SegmentedLogStore.Open(new LogStoreOptions { Directory = directory, PodShare = 1 }, TimeProvider.System, this);
        var began = TimeProvider.System.GetTimestamp();
        var making = TimeSpan.Zero;
        while (_written < lines)
        {
            var make = TimeProvider.System.GetTimestamp();
            var batches = Batches();
            making += TimeProvider.System.GetElapsedTime(make);
            await store.AppendAsync(batches, ct);
        }
        var took = TimeProvider.System.GetElapsedTime(began) - making;
        figures.Add(new("lines stored a second, 100 containers", _written / took.TotalSeconds, "lines"));
        figures.Add(new("disk per million lines", store.Usage.Bytes / 1048576.0 / (_written / 1e6), "MiB"));
        figures.Add(new("memory in use after storing", Process.GetCurrentProcess().WorkingSet64 / 1048576.0, "MiB"));
        figures.AddRange(await TailAsync(store, ct));
        foreach (var (name, search) in new (string, Func<int, LogQuery>)[]
        {
            ("a common word", _ => new LogQuery { Search = "orders" }),
            ("a word of one line", i => new LogQuery { Search = $"order {i * 4871 % 1_000_000} placed" }),
            ("a word that is nowhere", i => new LogQuery { Search = $"nowhere{i}" }),
            ("errors of a component", i => new LogQuery { Scopes = [new LogScope(Component: $"service-{i % 20}")], Levels = [Severity.Error] }),
            ("an hour in the middle", i => new LogQuery { Start = At(lines / 2), End = At((lines / 2) + 5000), Search = "slow" }),
        })
        {
            figures.AddRange(await SearchAsync(store, name, search, ct));
        }
        figures.Add(new("memory in use after searching", Process.GetCurrentProcess().WorkingSet64 / 1048576.0, "MiB"));
        return figures;
    }

    void ILogStoreEvents.Dropped(string file, DropReason reason, long entries)
    {
    }

    void ILogStoreEvents.SetAside(string file, Exception why) => Console.Error.WriteLine($"{file}: {why.Message}");

    // A day's lines, evenly.
    private DateTimeOffset At(int line) => _start.AddSeconds(86_000.0 * line / lines);

    private List<SourceBatch> Batches()
    {
        var batches = new List<SourceBatch>();
        for (var i = 0; i < SourcesOfBatch; i++)
        {
            var source = _service.Sources[((_written / LinesOfBatch) + i) % _service.Sources.Count];
            LogEntry[] entries = [.. Enumerable.Range(_written + (i * LinesOfBatch), LinesOfBatch).Select(line => _service.At(At(line)))];
            batches.Add(new SourceBatch(source, entries, new LogPosition("run", entries[^1].Time, 1)));
        }
        _written += SourcesOfBatch * LinesOfBatch;
        return batches;
    }

    private static async Task<IEnumerable<Figure>> SearchAsync(SegmentedLogStore store, string name, Func<int, LogQuery> search, CancellationToken ct)
    {
        var times = new List<double>();
        for (var i = 0; i < Searches; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await store.QueryAsync(search(i) with { Limit = 100 }, ct);
            times.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        }
        times.Sort();
        return [new($"search: {name}, p50", Figure.At(times, 0.5), "ms"), new($"search: {name}, p95", Figure.At(times, 0.95), "ms")];
    }

    // From before a line is given to the store until each of the readers has it.
    private async Task<IEnumerable<Figure>> TailAsync(SegmentedLogStore store, CancellationToken ct)
    {
        var times = new List<double>();
        var readers = Enumerable.Range(0, Tails).Select(_ => store.Tail.FollowAsync(new TailRequest { Search = "tailed" }, ct).GetAsyncEnumerator(ct)).ToList();
        for (var i = 0; i < Searches; i++)
        {
            var next = readers.Select(reader => reader.MoveNextAsync().AsTask()).ToList();
            var began = TimeProvider.System.GetTimestamp();
            await store.AppendAsync([new SourceBatch(_service.Sources[0], [new LogEntry(At(lines), Severity.Info, $"tailed {i}")], null)], ct);
            await Task.WhenAll(next);
            times.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        }
        foreach (var reader in readers) await reader.DisposeAsync();
        times.Sort();
        return [new($"stored → told to all of {Tails} tails, p95", Figure.At(times, 0.95), "ms")];
    }
}
