using System.Text.Json.Nodes;
using Pdp.History.Events;
using Pdp.Story.Staging;

namespace Pdp.Cutter.Watching;

/// <summary>Asks the control stub what happened, and what it holds; through restarts, for what it tells is durable.</summary>
public sealed class StubWatcher(Stage stage, ClusterWatcher cluster, Chronicle chronicle, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);
    private readonly SemaphoreSlim _turn = new(1);
    private long _after;

    /// <summary>Asks again and again until cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            await Patiently.TryAsync(() => DrainAsync(ct), ct);
            await Task.Delay(_pause, time, ct);
        }
    }

    /// <summary>Notes all that happened until now.</summary>
    public async Task DrainAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            while (true)
            {
                var page = await stage.Control.Api.EventsAsync(stage.Plane, _after, ct);
                var version = await cluster.VersionAsync(ct);
                foreach (var happened in page["items"]!.AsArray()) Note(version, happened!);
                var next = (long)page["next"]!;
                if (next == _after) return;
                _after = next;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Notes all that the stub holds.</summary>
    /// <returns>What it holds.</returns>
    public async Task<IReadOnlyList<HeldByStub>> NoteHoldingsAsync(string actor, CancellationToken ct)
    {
        var begun = chronicle.Count;
        var items = await stage.Control.Api.IntentsAsync(stage.Plane, ct);
        HeldByStub[] held = [.. items.Select(Held)];
        chronicle.NoteSnapshot(await cluster.VersionAsync(ct), actor, begun, asOf => new StubHolds(asOf, held));
        return held;
    }

    public void Dispose() => _turn.Dispose();

    private void Note(long version, JsonNode happened)
    {
        if ((string)happened["type"]! is not ("intentAcknowledged" or "intentRefused")) return;
        var (intent, generation) = ((string)happened["intent"]!, (long)happened["data"]!["generation"]!);
        var outcome = Enum.Parse<AckOutcome>((string)happened["data"]!["outcome"]!, ignoreCase: true);
        chronicle.Note(version, "agent", new AckSent(intent, generation, outcome));
        chronicle.Note(version, "stub", new AckKept(intent, generation, outcome));
    }

    private static HeldByStub Held(JsonObject item) => new(
        (string)item["id"]!,
        (long)item["generation"]!,
        (string?)item["hash"] ?? "",
        (bool?)item["removed"] ?? false,
        (long?)item["ack"]?["generation"] ?? 0,
        ClusterReading.Facts(item["status"]));
}
