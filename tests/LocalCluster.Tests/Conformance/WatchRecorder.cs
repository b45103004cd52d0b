using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Tests.Conformance;

/// <summary>Reads one watch in the background and keeps its events.</summary>
internal sealed class WatchRecorder : IAsyncDisposable
{
    private readonly ConcurrentQueue<JsonNode> _events = [];
    private readonly CancellationTokenSource _stop;
    private readonly Task _reading;

    private WatchRecorder(Stream stream, CancellationToken ct)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _reading = ReadAsync(stream, _stop.Token);
    }

    public IReadOnlyList<JsonNode> Events => [.. _events];

    public static async Task<WatchRecorder> OpenAsync(HttpClient client, string path, CancellationToken ct)
    {
        var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, ct);
        return new WatchRecorder(await response.Content.ReadAsStreamAsync(ct), ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ReadAsync(Stream stream, CancellationToken ct)
    {
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(ct) is { } line)
            if (line.Length > 0) _events.Enqueue(JsonNode.Parse(line)!);
    }
}
