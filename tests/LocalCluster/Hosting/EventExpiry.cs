using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Hosting;

/// <summary>Events are kept for an hour, as an API server does, and never more than a set number of them.</summary>
internal sealed class EventExpiry(IClusterApi api, TimeProvider time) : BackgroundService
{
    public const int MostEvents = 4000;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Expire();
    }

    internal void Expire()
    {
        var events = api.List("events");
        var oldest = time.GetUtcNow() - Kept;
        var surplus = Math.Max(0, events.Count - MostEvents);
        // The newest sighting counts, so that what still happens stays.
        foreach (var (gone, seen) in events.Select(e => (Event: e, Seen: LastSeen(e))).OrderBy(e => e.Seen))
        {
            if (surplus-- <= 0 && seen >= oldest)
                return;
            Delete(gone);
        }
    }

    private static DateTimeOffset LastSeen(JsonObject e) =>
        e.Time("series", "lastObservedTime")
        ?? e.Time("lastTimestamp")
        ?? e.Time("eventTime")
        ?? e.Time("metadata", "creationTimestamp")
        ?? DateTimeOffset.MinValue;

    private void Delete(JsonObject e)
    {
        try
        {
            api.Delete("events", e.Text("metadata", "namespace"), e.Text("metadata", "name")!);
        }
        catch (ApiException refused) when (refused.IsNotFound)
        {
            // Its namespace went, and took it along.
        }
    }
}
