using System.Text;
using Microsoft.AspNetCore.Http;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Tests.Support;
using Pdp.Kubernetes.Watching;

namespace Pdp.Kubernetes.Tests.Watching;

public sealed class WatchTests
{
    private const string Collection = "/api/v1/namespaces/shop/configmaps";

    private static readonly RequestDelegate _listOfOne = FakeApiServer.Json(200, Make.List("10", null, Make.ConfigMap("a", "4")));

    [Fact]
    public async Task A_watch_lists_then_tells_changes()
    {
        await using var server = await FakeApiServer.StartAsync();
        new WatchScript(server, Collection)
            .List(FakeApiServer.Json(200, Make.List("10", "rest", Make.ConfigMap("a", "4"))), FakeApiServer.Json(200, Make.List("10", null, Make.ConfigMap("b", "5"))))
            .Watch(WatchScript.Staying(
                Make.Event("ADDED", Make.ConfigMap("c", "11")), Make.Event("MODIFIED", Make.ConfigMap("a", "12")), Make.Event("DELETED", Make.ConfigMap("b", "13"))));
        using var api = server.Client();
        await using var watcher = new Watcher(api, new WatchOptions { Namespace = "shop", LabelSelector = "app=web" });

        Assert.Equal("reset, added a@4, added b@5, synced@10, added c@11, modified a@12, deleted b@13", await watcher.NextAsync(7));

        var watch = Assert.Single(server.Seen("GET", Collection), request => request.Query.ContainsKey("watch"));
        Assert.Equal(("10", "true", "app=web"), (watch.Query["resourceVersion"], watch.Query["allowWatchBookmarks"], watch.Query["labelSelector"]));
    }

    [Fact]
    public async Task A_watch_the_server_ends_goes_on_from_the_last_version_without_a_word()
    {
        await using var server = await FakeApiServer.StartAsync();
        new WatchScript(server, Collection)
            .List(_listOfOne)
            .Watch(
                WatchScript.Ending(Make.Event("MODIFIED", Make.ConfigMap("a", "11")), Make.Bookmark("15")),
                WatchScript.Staying(Make.Event("MODIFIED", Make.ConfigMap("a", "16"))));
        using var api = server.Client();
        await using var watcher = new Watcher(api);

        Assert.Equal("reset, added a@4, synced@10, modified a@11, modified a@16", await watcher.NextAsync(5));

        Assert.Equal(["10", "15"], WatchVersions(server));
    }

    [Fact]
    public async Task A_selector_the_server_does_not_take_ends_the_watch()
    {
        await using var server = await FakeApiServer.StartAsync();
        new WatchScript(server, Collection).List(FakeApiServer.Status(400, "BadRequest", "unable to parse requirement"));
        using var api = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesException>(async () =>
        {
            await foreach (var _ in api.WatchAsync(
                Make.ConfigMapKind, new WatchOptions { Namespace = "shop", LabelSelector = "a b c" }, TestContext.Current.CancellationToken))
            {
                Assert.Fail("There is nothing to tell.");
            }
        });

        Assert.Equal(400, error.Status.Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Events_arrive_whole_whatever_pieces_they_come_in(int pieceLength)
    {
        await using var server = await FakeApiServer.StartAsync();
        var text = Make.Event("ADDED", Make.ConfigMap("b", "11", "Grüße, 世界 🚀 {\"type\":\"DELETED\"}\n")) + "\n" + Make.Event("ADDED", Make.ConfigMap("c", "12"));
        new WatchScript(server, Collection).List(_listOfOne).Watch(WatchScript.InPieces(Encoding.UTF8.GetBytes(text), pieceLength));
        using var api = server.Client();
        await using var watcher = new Watcher(api);

        Assert.Equal("reset, added a@4, synced@10", await watcher.NextAsync(3));
        Assert.Equal("Grüße, 世界 🚀 {\"type\":\"DELETED\"}\n", (await watcher.NextAsync<WatchNotification.Added>()).Object.GetString("data", "key"));
        Assert.Equal("added c@12", await watcher.NextAsync(1));
    }

    [Fact]
    public async Task An_event_over_the_limit_interrupts_the_watch_and_names_the_limit()
    {
        await using var server = await FakeApiServer.StartAsync();
        new WatchScript(server, Collection).List(_listOfOne).Watch(WatchScript.Staying(Make.Event("ADDED", Make.ConfigMap("b", "11", new string('x', 5000)))));
        using var api = server.Client(new KubernetesApiOptions { MaxEventBytes = 4096 });
        await using var watcher = new Watcher(api);

        Assert.Equal("reset, added a@4, synced@10", await watcher.NextAsync(3));
        var interrupted = await watcher.NextAsync<WatchNotification.Interrupted>();
        Assert.Equal(StatusReason.BadAnswer, interrupted.Error.Status.Reason);
        Assert.Contains("4096", interrupted.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Managed_fields_are_left_out_unless_wanted()
    {
        await using var server = await FakeApiServer.StartAsync();
        var managed = Make.ConfigMap("a", "4");
        managed["metadata"]!["managedFields"] = new System.Text.Json.Nodes.JsonArray();
        new WatchScript(server, Collection)
            .List(FakeApiServer.Json(200, Make.List("10", null, managed)), FakeApiServer.Json(200, Make.List("10", null, managed)))
            .Watch(WatchScript.Staying(Make.Event("MODIFIED", managed)), WatchScript.Staying(Make.Event("MODIFIED", managed)));
        using var api = server.Client();

        await using (var bare = new Watcher(api))
        {
            await bare.NextAsync<WatchNotification.Reset>();
            Assert.Null((await bare.NextAsync<WatchNotification.Added>()).Object.At("metadata", "managedFields"));
            await bare.NextAsync<WatchNotification.Synced>();
            Assert.Null((await bare.NextAsync<WatchNotification.Modified>()).Object.At("metadata", "managedFields"));
        }
        await using var whole = new Watcher(api, new WatchOptions { Namespace = "shop", KeepManagedFields = true });
        await whole.NextAsync<WatchNotification.Reset>();
        Assert.NotNull((await whole.NextAsync<WatchNotification.Added>()).Object.At("metadata", "managedFields"));
        await whole.NextAsync<WatchNotification.Synced>();
        Assert.NotNull((await whole.NextAsync<WatchNotification.Modified>()).Object.At("metadata", "managedFields"));
    }

    private static List<string> WatchVersions(FakeApiServer server) =>
        [.. server.Requests.Where(request => request.Query.ContainsKey("watch")).Select(request => request.Query["resourceVersion"])];
}
