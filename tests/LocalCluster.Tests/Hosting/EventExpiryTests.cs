using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Hosting;
using Pdp.Testing;

namespace Pdp.LocalCluster.Tests.Hosting;

/// <summary>Events do not pile up.</summary>
public sealed class EventExpiryTests
{
    [Fact]
    public async Task Old_events_go_and_so_do_the_oldest_of_too_many()
    {
        await using var cluster = await TestCluster.StartAsync();
        var api = cluster.Server.Api;
        await cluster.NamespaceAsync("e");
        var now = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        Create(api, "old", now.GetUtcNow().AddMinutes(-61));
        Create(api, "seen-again", now.GetUtcNow().AddMinutes(-59));
        var expiry = new EventExpiry(api, now);
        expiry.Expire();
        Assert.Null(api.Get("events", "e", "old"));
        Assert.NotNull(api.Get("events", "e", "seen-again"));
        for (var i = 0; i <= EventExpiry.MostEvents; i++)
            Create(api, $"e{i}", now.GetUtcNow().AddSeconds(-i / 10));
        expiry.Expire();
        Assert.Equal(EventExpiry.MostEvents, api.List("events").Count);
        Assert.Null(api.Get("events", "e", "seen-again"));
        Assert.NotNull(api.Get("events", "e", "e0"));
    }

    private static void Create(IClusterApi api, string name, DateTimeOffset seen) => api.Create(
        "events",
        new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "e" },
            ["involvedObject"] = new JsonObject { ["kind"] = "Pod", ["name"] = "p", ["namespace"] = "e" },
            ["lastTimestamp"] = seen.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
        },
        "test");
}
