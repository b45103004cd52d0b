using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using Pdp.Benchmarks.Measuring;
using Pdp.Core.Logs;
using Pdp.LogStore;

namespace Pdp.Benchmarks.Logs;

/// <summary>
/// Fifty browsers follow the lines of a component while it writes. The delay is from before a line is given to the store until a browser has read it
/// from its stream, all on one machine.
/// </summary>
internal sealed class Tails(SegmentedLogStore store, ServiceLines service, string directory)
{
    private const int Readers = 50;
    private const int Batches = 300;
    private const int LinesOfBatch = 10;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly long[] _given = new long[Batches];
    private readonly ConcurrentBag<double> _delays = [];

    public async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken ct)
    {
        await using var served = await ServedLogs.StartAsync(store, directory, Readers, ct);
        var clients = Enumerable.Range(0, Readers).Select(_ => served.Client()).ToList();
        var readers = clients.Select(client => ReadAsync(client, ct)).ToList();
        while (store.Tail.Readers < Readers) await Task.Delay(Pace, TimeProvider.System, ct);
        using var pace = new PeriodicTimer(Pace, TimeProvider.System);
        for (var batch = 0; batch < Batches; batch++)
        {
            await pace.WaitForNextTickAsync(ct);
            _given[batch] = TimeProvider.System.GetTimestamp();
            await store.AppendAsync([Lines(batch)], ct);
        }
        await Task.WhenAll(readers);
        var searching = await SearchAsync(clients[0], ct);
        clients.ForEach(client => client.Dispose());
        List<double> delays = [.. _delays.Order()];
        return
        [
            new($"tail: stored → read by {Readers} over TLS, p50", Figure.At(delays, 0.5), "ms"),
            new($"tail: stored → read by {Readers} over TLS, p95", Figure.At(delays, 0.95), "ms"),
            .. searching,
        ];
    }

    // The last line of a batch says which it is.
    private SourceBatch Lines(int batch)
    {
        var now = TimeProvider.System.GetUtcNow();
        LogEntry[] entries =
        [
            .. Enumerable.Range(1, LinesOfBatch - 1).Select(_ => service.At(now)), new LogEntry(now, Severity.Info, string.Create(CultureInfo.InvariantCulture, $"batch {batch}")),
        ];
        return new SourceBatch(service.Sources[0], entries, null);
    }

    private async Task ReadAsync(HttpClient client, CancellationToken ct)
    {
        using var response = await client.GetAsync("/api/v1/logs/tail?component=service-0", HttpCompletionOption.ResponseHeadersRead, ct);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
        for (var read = 0; read < Batches;)
        {
            var line = await lines.ReadLineAsync(ct) ?? throw new InvalidOperationException("A tail has ended.");
            if (!line.StartsWith("data: ", StringComparison.Ordinal) || line.IndexOf("\"batch ", StringComparison.Ordinal) is not (> 0 and var at)) continue;
            var number = line.AsSpan(at + 7);
            var batch = int.Parse(number[..number.IndexOf('"')], CultureInfo.InvariantCulture);
            _delays.Add(TimeProvider.System.GetElapsedTime(_given[batch]).TotalMilliseconds);
            read++;
        }
    }

    private static async Task<IReadOnlyList<Figure>> SearchAsync(HttpClient client, CancellationToken ct)
    {
        var times = new List<double>();
        for (var i = 0; i < 100; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            using var answer = await client.PostAsJsonAsync("/api/v1/logs/query", new { startTime = TimeProvider.System.GetUtcNow().AddHours(-12 - (i % 10)), search = "slow", limit = 100 }, ct);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync(ct);
            times.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        }
        times.Sort();
        return [new("search: a common word over TLS, p50", Figure.At(times, 0.5), "ms"), new("search: a common word over TLS, p95", Figure.At(times, 0.95), "ms")];
    }
}
