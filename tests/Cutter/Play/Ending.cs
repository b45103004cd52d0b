using Pdp.Cutter.Watching;
using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.History.Recording;

namespace Pdp.Cutter.Play;

/// <summary>Waits until all has come to rest, and judges what happened.</summary>
internal sealed class Ending(World world, ClusterWatcher cluster, StubWatcher stub, TimeProvider time)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(300);

    /// <summary>Looks again and again until no rule is broken, or time is over; what counts is the last look.</summary>
    public async Task<(IReadOnlyList<HistoryRecord> Records, IReadOnlyList<Violation> Violations)> JudgeAsync(
        TimeSpan within, CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        await NoteAsync(new Settled(), ct);
        while (true)
        {
            await LookAsync(ct);
            var records = world.Chronicle.Merge(new ClusterEvents(cluster.Foreign).Read(await cluster.ChangesAsync(ct)));
            var violations = HistoryChecker.Check(records);
            if (violations.Count == 0 || time.GetElapsedTime(begun) > within) return (records, violations);
            await Task.Delay(_pause, time, ct);
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        await stub.DrainAsync(ct);
        await stub.NoteHoldingsAsync("stub", ct);
        var begun = world.Chronicle.Count;
        HeldByJournal[] intents = [.. (await cluster.IntentsAsync(ct)).Select(ClusterReading.Held)];
        var objects = new List<HeldObject>();
        foreach (var resource in ClusterWatcher.ManagedResources)
            objects.AddRange((await cluster.ListAsync(resource, ct)).Select(item => new HeldObject(
                ClusterReading.Key(resource, item),
                ClusterReading.IntentOf(item),
                ClusterReading.MarkOf(item),
                ClusterReading.IsHealthy(resource, item))));
        var version = await cluster.VersionAsync(ct);
        world.Chronicle.NoteSnapshot(version, "cluster", begun, asOf => new JournalHolds(asOf, intents));
        world.Chronicle.NoteSnapshot(version, "cluster", begun, asOf => new ClusterHolds(asOf, objects));
    }

    private async Task NoteAsync(HistoryEvent happened, CancellationToken ct) =>
        world.Chronicle.Note(await cluster.VersionAsync(ct), "saboteur", happened);
}
