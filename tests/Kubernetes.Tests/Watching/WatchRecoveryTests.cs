using Microsoft.AspNetCore.Http;
using Pdp.Kubernetes.Tests.Support;
using Pdp.Kubernetes.Watching;
using Pdp.Testing;

namespace Pdp.Kubernetes.Tests.Watching;

public sealed class WatchRecoveryTests
{
    private const string Collection = "/api/v1/namespaces/shop/configmaps";

    private static readonly RequestDelegate _listOfOne = FakeApiServer.Json(200, Make.List("10", null, Make.ConfigMap("a", "4")));

    [Fact]
    public async Task A_lost_connection_is_told_and_nothing_is_missed()
    {
        await using var server = await FakeApiServer.StartAsync();
        var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new WatchScript(server, Collection)
            .List(_listOfOne)
            .Watch(
                WatchScript.Cutting(cut.Task, Make.Event("MODIFIED", Make.ConfigMap("a", "11"))),
                WatchScript.Staying(Make.Event("MODIFIED", Make.ConfigMap("a", "12"))));
        using var api = server.Client(chance: 0);
        await using var watcher = new Watcher(api);

        Assert.Equal("reset, added a@4, synced@10, modified a@11", await watcher.NextAsync(4));
        cut.SetResult();
        Assert.Equal("interrupted Unreachable, resumed, modified a@12", await watcher.NextAsync(3));

        Assert.Equal(["10", "11"], WatchVersions(server));
    }

    [Fact]
    public async Task A_connection_lost_in_the_middle_of_an_event_does_not_lose_the_event()
    {
        await using var server = await FakeApiServer.StartAsync();
        var whole = Make.Event("MODIFIED", Make.ConfigMap("a", "11"));
        new WatchScript(server, Collection)
            .List(_listOfOne)
            .Watch(WatchScript.Ending(whole[..(whole.Length / 2)]), WatchScript.Ending(whole.TrimEnd('\n')), WatchScript.Staying(whole));
        using var api = server.Client(chance: 0);
        await using var watcher = new Watcher(api);

        Assert.Equal(
            "reset, added a@4, synced@10, interrupted Unreachable, resumed, interrupted Unreachable, resumed, modified a@11",
            await watcher.NextAsync(8));
        Assert.Equal(["10", "10", "10"], WatchVersions(server));
    }

    [Fact]
    public async Task A_version_that_expired_during_the_watch_makes_it_list_anew()
    {
        await using var server = await FakeApiServer.StartAsync();
        new WatchScript(server, Collection)
            .List(_listOfOne, FakeApiServer.Json(200, Make.List("90", null, Make.ConfigMap("b", "80"))))
            .Watch(
                WatchScript.Staying(Make.Event("MODIFIED", Make.ConfigMap("a", "11")), Make.Error(410, "Expired", "too old resource version: 11 (70)")),
                WatchScript.Staying(Make.Event("ADDED", Make.ConfigMap("c", "91"))));
        using var api = server.Client();
        await using var watcher = new Watcher(api);

        Assert.Equal("reset, added a@4, synced@10, modified a@11, reset, added b@80, synced@90, added c@91", await watcher.NextAsync(8));
    }

    [Fact]
    public async Task A_version_refused_when_the_watch_is_opened_makes_it_list_anew()
    {
        await using var server = await FakeApiServer.StartAsync();
        new WatchScript(server, Collection)
            .List(_listOfOne, _listOfOne)
            .Watch(FakeApiServer.Status(410, "Gone", "too old resource version"), WatchScript.Silent());
        using var api = server.Client();
        await using var watcher = new Watcher(api);

        Assert.Equal("reset, added a@4, synced@10, reset, added a@4, synced@10", await watcher.NextAsync(6));
    }

    [Theory]
    [InlineData(504, "Timeout", "Timeout: Too large resource version: 99, current: 7")]
    [InlineData(500, "", "resourceVersion: Invalid value: \"abc\": strconv.ParseUint: parsing \"abc\": invalid syntax")]
    public async Task A_version_from_before_a_restored_backup_makes_it_list_anew(int code, string reason, string message)
    {
        await using var server = await FakeApiServer.StartAsync();
        new WatchScript(server, Collection)
            .List(_listOfOne, FakeApiServer.Json(200, Make.List("7", null)))
            .Watch(FakeApiServer.Status(code, reason, message), WatchScript.Silent());
        using var api = server.Client();
        await using var watcher = new Watcher(api);

        Assert.Equal("reset, added a@4, synced@10, reset, synced@7", await watcher.NextAsync(5));
    }

    [Fact]
    public async Task A_snapshot_that_expires_between_two_pages_of_the_first_list_makes_it_list_anew()
    {
        await using var server = await FakeApiServer.StartAsync();
        new WatchScript(server, Collection)
            .List(FakeApiServer.Json(200, Make.List("10", "rest", Make.ConfigMap("a", "4"))), FakeApiServer.Status(410, "Expired"), _listOfOne)
            .Watch(WatchScript.Silent());
        using var api = server.Client();
        await using var watcher = new Watcher(api);

        Assert.Equal("reset, added a@4, reset, added a@4, synced@10", await watcher.NextAsync(5));
    }

    [Fact]
    public async Task A_server_that_expires_every_version_at_once_is_not_hammered()
    {
        await using var server = await FakeApiServer.StartAsync();
        var time = new ManualTimeProvider();
        new WatchScript(server, Collection)
            .List([.. Enumerable.Repeat(_listOfOne, 20)])
            .Watch([.. Enumerable.Repeat(FakeApiServer.Status(410, "Expired"), 20)]);
        using var api = server.Client(time: time);
        await using var watcher = new Watcher(api);

        // The first time it lists anew at once, from then on it waits: half a second, one second, two.
        Assert.Equal("reset, added a@4, synced@10, reset, added a@4, synced@10, interrupted 410", await watcher.NextAsync(7));
        foreach (var pause in new[] { 0.5, 1, 2 })
        {
            await time.WaitForTimersAsync(cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(TimeSpan.FromSeconds(pause), time.NextTimerDue);
            time.Advance(TimeSpan.FromSeconds(pause));
            Assert.Equal("reset, added a@4, synced@10, interrupted 410", await watcher.NextAsync(4));
        }
    }

    [Fact]
    public async Task A_server_that_is_away_is_asked_again_with_growing_pauses_and_the_watch_says_so()
    {
        await using var server = await FakeApiServer.StartAsync();
        var time = new ManualTimeProvider();
        var script = new WatchScript(server, Collection);
        using var api = server.Client(time: time);
        await using var watcher = new Watcher(api);

        foreach (var seconds in new[] { 0.5, 1, 2, 4, 8, 16, 30, 30 })
        {
            var interrupted = await watcher.NextAsync<WatchNotification.Interrupted>();
            Assert.Equal((503, TimeSpan.FromSeconds(seconds)), (interrupted.Error.Status.Code, interrupted.RetryIn));
            await time.WaitForTimersAsync(cancellationToken: TestContext.Current.CancellationToken);
            if (seconds == 8) script.List(FakeApiServer.Status(429, "TooManyRequests", retryAfter: "5"));
            if (seconds == 16) break;
            time.Advance(interrupted.RetryIn);
            if (seconds == 8) break;
        }

        // The server says when to come back, and comes back.
        Assert.Equal(TimeSpan.FromSeconds(5.5), (await watcher.NextAsync<WatchNotification.Interrupted>()).RetryIn);
        await time.WaitForTimersAsync(cancellationToken: TestContext.Current.CancellationToken);
        script.List(_listOfOne);
        time.Advance(TimeSpan.FromSeconds(5.5));
        Assert.Equal("reset, added a@4, synced@10", await watcher.NextAsync(3));
    }

    [Fact]
    public async Task A_silent_connection_over_its_time_is_given_up()
    {
        await using var server = await FakeApiServer.StartAsync();
        var time = new ManualTimeProvider();
        new WatchScript(server, Collection).List(_listOfOne).Watch(WatchScript.Silent(), WatchScript.Staying(Make.Event("ADDED", Make.ConfigMap("b", "11"))));
        using var api = server.Client(time: time);
        await using var watcher = new Watcher(api);
        Assert.Equal("reset, added a@4, synced@10", await watcher.NextAsync(3));
        await Eventually.TrueAsync(() => WatchVersions(server).Count == 1, cancellationToken: TestContext.Current.CancellationToken);

        // Asked for are five to ten minutes, by chance; here ten.
        Assert.Equal("600", server.Requests.Single(request => request.Query.ContainsKey("watch")).Query["timeoutSeconds"]);
        time.Advance(TimeSpan.FromSeconds(600));
        Assert.True(watcher.IsQuiet);
        await time.AdvanceUntilAsync(() => !watcher.IsQuiet, TimeSpan.FromSeconds(31), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("interrupted NoAnswerInTime", await watcher.NextAsync(1));
        await time.AdvanceUntilAsync(() => !watcher.IsQuiet, TimeSpan.FromMilliseconds(500), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("resumed, added b@11", await watcher.NextAsync(2));
    }

    [Fact]
    public async Task A_server_that_is_killed_and_comes_back_is_followed_again()
    {
        var server = await FakeApiServer.StartAsync();
        var port = server.Address.Port;
        new WatchScript(server, Collection).List(_listOfOne).Watch(WatchScript.Silent());
        using var api = server.Client(chance: 0.01);
        await using var watcher = new Watcher(api);
        Assert.Equal("reset, added a@4, synced@10", await watcher.NextAsync(3));
        await Eventually.TrueAsync(() => WatchVersions(server).Count == 1, cancellationToken: TestContext.Current.CancellationToken);

        await server.DisposeAsync();
        Assert.Equal("interrupted Unreachable", await watcher.NextAsync(1));
        await using var again = await FakeApiServer.StartAsync(new TestServerOptions { Port = port });
        new WatchScript(again, Collection).Watch(WatchScript.Staying(Make.Event("ADDED", Make.ConfigMap("b", "11"))));

        string told;
        do told = await watcher.NextAsync(1);
        while (told.StartsWith("interrupted", StringComparison.Ordinal));
        Assert.Equal("resumed", told);
        Assert.Equal("added b@11", await watcher.NextAsync(1));
        Assert.Equal(["10"], WatchVersions(again));
    }

    private static List<string> WatchVersions(FakeApiServer server) =>
        [.. server.Requests.Where(request => request.Query.ContainsKey("watch")).Select(request => request.Query["resourceVersion"])];
}
