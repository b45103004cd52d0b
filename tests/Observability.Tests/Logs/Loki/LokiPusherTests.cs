using Pdp.Core.Logs;
using Pdp.LogStore;
using Pdp.LogStore.Queries;
using Pdp.Observability.Logs.Loki;
using Pdp.Testing;

namespace Pdp.Observability.Tests.Logs.Loki;

/// <summary>Lines the agent collected go into the customer's Loki, and are found there.</summary>
public sealed class LokiPusherTests : ILokiPushEvents
{
    private static readonly LogSource _web = new("acme", "shop", "dev", "web", "web-1", "main");
    private static readonly DateTimeOffset _start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _time = new();
    private long _pushed;
    private long _refused;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_pushed_is_found_as_the_agents_own_store_would_have_it()
    {
        await using var loki = await LokiServer.StartAsync();
        using var pusher = Pusher(loki, tenant: "t1");
        LogEntry[] entries = [Entry(0, "plain"), Entry(1, "it broke", Severity.Error, """{"code":7}"""), Entry(2, "trace\n   at Main()", Severity.Error)];

        await pusher.PushAsync([new SourceBatch(_web, entries, null), new SourceBatch(_web with { Pod = "web-2" }, [Entry(0, "other")], null)], Ct);

        using var logs = new LokiLogs(new LokiOptions { Url = loki.Address }, TimeProvider.System);
        var found = await logs.QueryAsync(
            new LogQuery { Start = _start, End = _start.AddHours(1), Order = SortOrder.OldestFirst, Scopes = [new LogScope("acme", Pod: "web-1")] }, Ct);
        Assert.Equal(entries, found.Entries.Select(one => one.Entry));
        Assert.All(found.Entries, one => Assert.Equal(_web, one.Source));
        Assert.Equal((4, 0, null), (_pushed, _refused, pusher.Trouble));
        Assert.Equal("t1", Assert.Single(loki.Requests, request => request.Path == "/loki/api/v1/push").Headers["X-Scope-OrgID"]);
        Assert.Equal(6, loki.Lines[0].Labels.Count);
    }

    [Theory]
    [InlineData(429, null, 1)]
    [InlineData(503, "7", 7)]
    [InlineData(500, "86400", 60)]
    [InlineData(401, null, 1)]
    [InlineData(404, null, 1)]
    public async Task What_is_not_taken_now_is_pushed_again_after_a_while_and_the_trouble_told(int status, string? retryAfter, int seconds)
    {
        await using var loki = await LokiServer.StartAsync();
        loki.PushFaults.Enqueue((status, retryAfter));
        using var pusher = Pusher(loki);

        var pushing = pusher.PushAsync([new SourceBatch(_web, [Entry(0, "line")], null)], Ct);
        await _time.WaitForTimersAsync(1, cancellationToken: Ct);
        Assert.NotNull(pusher.Trouble);
        Assert.DoesNotContain("canary", pusher.Trouble, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(loki.Lines);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await pushing;

        Assert.Single(loki.Lines);
        Assert.Null(pusher.Trouble);
        Assert.Equal((1, 0), (_pushed, _refused));
    }

    [Fact]
    public async Task Lines_it_will_never_take_are_counted_and_the_others_kept()
    {
        await using var loki = await LokiServer.StartAsync();
        loki.Oldest = LokiLine.Count(_start.AddSeconds(1));
        using var pusher = Pusher(loki);

        await pusher.PushAsync([new SourceBatch(_web, [Entry(0, "too old"), Entry(1, "good")], null), new SourceBatch(_web with { Pod = "web-2" }, [Entry(2, "good too")], null)], Ct);

        Assert.Equal(["good", "good too"], loki.Lines.Select(line => line.Line));
        Assert.Equal(1, _refused);
        Assert.Null(pusher.Trouble);
    }

    [Fact]
    public async Task A_refusal_that_does_not_say_what_for_takes_no_other_container_with_it()
    {
        await using var loki = await LokiServer.StartAsync();
        loki.PushFaults.Enqueue((400, null));
        loki.PushFaults.Enqueue((400, null));
        using var pusher = Pusher(loki);

        await pusher.PushAsync([new SourceBatch(_web, [Entry(0, "bad"), Entry(1, "bad too")], null), new SourceBatch(_web with { Pod = "web-2" }, [Entry(2, "good")], null)], Ct);

        Assert.Equal("good", Assert.Single(loki.Lines).Line);
        Assert.Equal(2, _refused);
    }

    [Fact]
    public async Task What_is_too_large_is_pushed_in_halves()
    {
        await using var loki = await LokiServer.StartAsync();
        loki.PushFaults.Enqueue((413, null));
        using var pusher = Pusher(loki);

        await pusher.PushAsync([new SourceBatch(_web, [.. Enumerable.Range(0, 5).Select(i => Entry(i, $"line {i}"))], null)], Ct);

        Assert.Equal(5, loki.Lines.Count);
        Assert.Equal(3, loki.Requests.Count);
    }

    [Fact]
    public async Task The_same_lines_again_as_after_a_restart_are_there_once()
    {
        await using var loki = await LokiServer.StartAsync();
        SourceBatch[] batches = [new SourceBatch(_web, [Entry(0, "one"), Entry(1, "two")], null)];
        for (var i = 0; i < 2; i++)
        {
            using var pusher = Pusher(loki);
            await pusher.PushAsync(batches, Ct);
        }

        Assert.Equal(["one", "two"], loki.Lines.Select(line => line.Line));
    }

    [Fact]
    public async Task Much_goes_in_several_pushes()
    {
        await using var loki = await LokiServer.StartAsync();
        using var pusher = Pusher(loki);

        await pusher.PushAsync([new SourceBatch(_web, [.. Enumerable.Range(0, 40).Select(i => Entry(i, new string((char)('a' + (i % 26)), 30_000)))], null)], Ct);

        Assert.Equal(40, loki.Lines.Count);
        Assert.Equal(3, loki.Requests.Count);
    }

    void ILokiPushEvents.Pushed(bool isTaken, long entries) => Interlocked.Add(ref _pushed, entries);

    void ILokiPushEvents.Refused(long entries) => Interlocked.Add(ref _refused, entries);

    private LokiPusher Pusher(LokiServer loki, string? tenant = null) => new(new LokiOptions { Url = loki.Address, Tenant = tenant }, this, _time, () => 0);

    private static LogEntry Entry(int second, string message, Severity level = Severity.Unknown, string? fields = null) =>
        new(_start.AddSeconds(second), level, message, fields);
}
