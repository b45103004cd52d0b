using System.Net;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Tests.Api;

public sealed class EventTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_shows_what_happens_and_goes_on_where_a_reader_was()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        await using var reader = await SseReader.OpenAsync(stub, "/api/v1/events");
        await stub.AddPlaneAsync("west");
        await stub.SendAsync("PUT", "/api/v1/planes/west/intents/web", Samples.Web);
        // The plane made before the stream was opened is not in it.
        var created = await reader.NextAsync();
        Assert.Equal(("planeCreated", "west", "2"), (created.EventType, (string?)JsonNode.Parse(created.Data)!["plane"], created.EventId));
        Assert.Equal("intentChanged", (await reader.NextAsync()).EventType);

        await stub.AddPlaneAsync("north");
        await using var resumed = await SseReader.OpenAsync(stub, "/api/v1/events", created.EventId);
        Assert.Equal(["3", "4"], [(await resumed.NextAsync()).EventId!, (await resumed.NextAsync()).EventId!]);
    }

    [Fact]
    public async Task A_stream_is_filtered_by_plane_and_intent()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        await stub.AddPlaneAsync("west");
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/a", Samples.Web);
        await stub.SendAsync("PUT", "/api/v1/planes/west/intents/b", Samples.Web);
        await stub.SendAsync("PUT", "/api/v1/planes/west/intents/a", Samples.Web);
        await using var west = await SseReader.OpenAsync(stub, "/api/v1/events?after=0&plane=west");
        Assert.Equal(["2", "4", "5"], [(await west.NextAsync()).EventId!, (await west.NextAsync()).EventId!, (await west.NextAsync()).EventId!]);
        await using var one = await SseReader.OpenAsync(stub, "/api/v1/events?after=0&plane=west&intent=a");
        Assert.Equal("5", (await one.NextAsync()).EventId);
    }

    [Fact]
    public async Task A_reader_that_was_away_too_long_is_told_of_the_gap()
    {
        await using var stub = await RunningStub.StartAsync(o => o with { Store = new StoreLimits { EventHistory = 100 } });
        await stub.AddPlaneAsync();
        // Every retry is an event; the history keeps a hundred and looks at every 256th.
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", Samples.Web);
        await Task.WhenAll(Enumerable.Range(0, 270).Select(i => stub.SendAsync("PUT", $"/api/v1/planes/east/intents/web-{i}", Samples.Web)));
        await using var reader = await SseReader.OpenAsync(stub, "/api/v1/events", lastEventId: "3");
        var gap = await reader.NextAsync();
        Assert.Equal("gap", gap.EventType);
        var data = JsonNode.Parse(gap.Data)!;
        Assert.Equal(4, (long)data["from"]!);
        Assert.Equal((long)data["to"]! + 1, long.Parse((await reader.NextAsync()).EventId!));
    }

    [Fact]
    public async Task A_number_from_another_store_is_a_gap_too_and_the_stream_lives_on()
    {
        await using var stub = await RunningStub.StartAsync();
        await using var reader = await SseReader.OpenAsync(stub, "/api/v1/events", lastEventId: "900");
        Assert.Equal("gap", (await reader.NextAsync()).EventType);
        await stub.AddPlaneAsync();
        Assert.Equal("planeCreated", (await reader.NextAsync()).EventType);
    }

    [Fact]
    public async Task Streams_are_counted_and_end_when_the_process_does()
    {
        await using var stub = await RunningStub.StartAsync(o => o with { Limits = o.Limits with { MaxEventStreams = 1 } });
        var reader = await SseReader.OpenAsync(stub, "/api/v1/events");
        (await stub.SendAsync("GET", "/api/v1/events")).Expect(HttpStatusCode.ServiceUnavailable);
        await stub.Server.DisposeAsync();
        await reader.UntilEndedAsync();
        await reader.DisposeAsync();
    }

    [Fact]
    public async Task A_page_tells_where_to_read_on()
    {
        await using var stub = await RunningStub.StartAsync();
        foreach (var id in new[] { "a", "b", "c" })
            await stub.AddPlaneAsync(id);
        async Task<JsonObject> Page(string query) =>
            (await stub.SendAsync("GET", "/api/v1/events" + query, headers: ("Accept", "application/json"))).Expect(HttpStatusCode.OK);
        var first = await Page("?limit=2");
        Assert.Equal((2, 2, 3), (first["items"]!.AsArray().Count, (int)first["next"]!, (int)first["newest"]!));
        Assert.Single((await Page("?limit=2&after=2"))["items"]!.AsArray());
    }
}
