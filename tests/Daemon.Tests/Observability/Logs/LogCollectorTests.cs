using Microsoft.Extensions.Logging.Abstractions;
using Pdp.Core.Logs;
using Pdp.Core.Logs.Reading;
using Pdp.Daemon.Observability.Logs;
using Pdp.LogStore;
using Pdp.LogStore.Queries;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Observability.Logs;

/// <summary>Each line once, whatever happens to the log, the container, the connection and the agent; and gaps marked.</summary>
public sealed class LogCollectorTests : IAsyncLifetime, ILogStoreEvents
{
    private readonly TempDirectory _directory = new();
    private readonly FakeKubelet _kubelet = new();
    private SegmentedLogStore _store = null!;
    private LogCollector _collector = null!;
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private GatheringLimits Limits { get; set; } = new();

    public ValueTask InitializeAsync()
    {
        Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Lines_come_as_they_are_written()
    {
        var log = _kubelet.Log("web-1");
        log.Write(0, "ERROR one");
        _kubelet.Tell("web-1");
        await StoredAsync("web-1", "ERROR one");
        log.Write(1, "{\"level\":\"warn\",\"msg\":\"two\",\"a\":1}");
        await StoredAsync("web-1", "ERROR one", "two");

        var page = await _store.QueryAsync(new LogQuery { Order = SortOrder.OldestFirst }, Stop);
        Assert.Equal(new LogSource("acme", "", "", "web", "web-1", "main"), page.Entries[0].Source);
        Assert.Equal(new LogEntry(FakeLog.Start, Severity.Error, "ERROR one"), page.Entries[0].Entry);
        Assert.Equal(new LogEntry(FakeLog.Start.AddMilliseconds(1), Severity.Warning, "two", "{\"a\":1}"), page.Entries[1].Entry);
    }

    [Fact]
    public async Task An_agent_that_restarts_goes_on_where_it_was()
    {
        var log = _kubelet.Log("web-1");
        for (var i = 0; i < 50; i++) log.Write(i / 10, $"line {i}");
        _kubelet.Tell("web-1");
        await CountAsync("web-1", 50);

        await StopAsync();
        for (var i = 50; i < 100; i++) log.Write(i / 10, $"line {i}");
        Start();

        await StoredAsync("web-1", [.. Enumerable.Range(0, 100).Select(i => $"line {i}")]);
    }

    [Fact]
    public async Task A_connection_that_breaks_costs_and_repeats_nothing()
    {
        var log = _kubelet.Log("web-1");
        _kubelet.Tell("web-1");
        for (var i = 0; i < 60; i++)
        {
            log.Write(i * 40, $"line {i}");
            if (i % 20 != 19) continue;
            await CountAsync("web-1", i + 1);
            log.CutOff();
        }

        log.Write(5000, "last");
        await StoredAsync("web-1", [.. Enumerable.Range(0, 60).Select(i => $"line {i}"), "last"]);
    }

    [Fact]
    public async Task The_last_words_of_a_run_come_before_the_next()
    {
        var log = _kubelet.Log("web-1");
        log.Write(0, "begin");
        _kubelet.Tell("web-1");
        await CountAsync("web-1", 1);
        await StopAsync();

        log.Write(10, "last words");
        log.Restart();
        log.Write(20, "again");
        _kubelet.Tell("web-1");
        Start();

        await StoredAsync("web-1", "begin", "last words", "again");
    }

    [Fact]
    public async Task A_restart_while_it_is_followed_costs_nothing()
    {
        var log = _kubelet.Log("web-1");
        _kubelet.Tell("web-1");
        for (var run = 0; run < 4; run++)
        {
            log.Write(run * 1000, $"run {run} begins");
            log.Write((run * 1000) + 1, $"run {run} ends");
            await CountAsync("web-1", (run + 1) * 2);
            log.Restart();
            _kubelet.Tell("web-1");
        }

        await StoredAsync("web-1", [.. Enumerable.Range(0, 4).SelectMany(run => new[] { $"run {run} begins", $"run {run} ends" })]);
    }

    [Fact]
    public async Task Runs_that_came_and_went_unseen_leave_a_mark()
    {
        var log = _kubelet.Log("web-1");
        log.Write(0, "one");
        _kubelet.Tell("web-1");
        await CountAsync("web-1", 1);
        await StopAsync();

        log.Restart();
        log.Write(1000, "two");
        log.Restart();
        log.Write(2000, "three");
        log.Restart();
        log.Write(3000, "four");
        _kubelet.Tell("web-1");
        Start();

        await CountAsync("web-1", 4);
        var all = await AllAsync("web-1");
        Assert.Equal(["one", "", "three", "four"], all.Select(one => one.Entry.Missing > 0 ? "" : one.Entry.Message));
    }

    [Fact]
    public async Task A_log_that_was_rotated_meanwhile_goes_on()
    {
        var log = _kubelet.Log("web-1");
        for (var i = 0; i < 20; i++) log.Write(0, $"line {i}");
        _kubelet.Tell("web-1");
        await CountAsync("web-1", 20);
        await StopAsync();

        log.Write(5, "kept");
        log.Rotate(18);
        Start();

        await StoredAsync("web-1", [.. Enumerable.Range(0, 20).Select(i => $"line {i}"), "kept"]);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_loses_no_line()
    {
        var log = _kubelet.Log("web-1");
        log.Write(60_000, "before");
        _kubelet.Tell("web-1");
        await CountAsync("web-1", 1);
        log.Write(0, "after");
        log.Write(1, "later");
        await CountAsync("web-1", 3);
        log.CutOff();
        log.Write(61_000, "right again");

        await CountAsync("web-1", 4);
        Assert.Equal(["before", "after", "later", "right again"], (await AllAsync("web-1", SortOrder.Arrival)).Select(one => one.Entry.Message));
    }

    [Fact]
    public async Task A_stack_trace_is_one_entry()
    {
        var log = _kubelet.Log("web-1");
        foreach (var line in new[] { "System.Exception: boom", "   at Shop.Main()", "   at Shop.Run()", "next" }) log.Write(0, line);
        _kubelet.Tell("web-1");

        await StoredAsync("web-1", "System.Exception: boom\n   at Shop.Main()\n   at Shop.Run()", "next");
    }

    [Fact]
    public async Task Huge_and_binary_lines_are_cut_and_made_readable()
    {
        var log = _kubelet.Log("web-1");
        log.Write(0, new string('x', 600_000));
        log.Write(1, "bin\0ary\u0001");
        log.Write(2, "after");
        _kubelet.Tell("web-1");

        await CountAsync("web-1", 3);
        var all = await AllAsync("web-1");
        Assert.Equal(Limits.MessageChars, all[0].Entry.Message.Count(c => c == 'x'));
        Assert.EndsWith("characters were cut", all[0].Entry.Message, StringComparison.Ordinal);
        Assert.Equal(["bin\ufffdary\ufffd", "after"], all.Skip(1).Select(one => one.Entry.Message));
    }

    [Fact]
    public async Task A_container_that_writes_too_fast_is_cut_short_and_its_neighbour_is_not()
    {
        Limits = new GatheringLimits { LinesPerSecond = 1000, Burst = 5000 };
        await StopAsync();
        Start();
        var (noisy, quiet) = (_kubelet.Log("noisy"), _kubelet.Log("quiet"));
        for (var i = 0; i < 50_000; i++) noisy.Write(i / 50.0, $"noise {i}");
        _kubelet.Tell("noisy");
        _kubelet.Tell("quiet");
        for (var i = 0; i < 100; i++) quiet.Write(i, $"line {i}");
        noisy.End();

        await StoredAsync("quiet", [.. Enumerable.Range(0, 100).Select(i => $"line {i}")]);
        await Eventually.TrueAsync(
            async () => (await AllAsync("noisy")).Sum(one => Math.Max(1, one.Entry.Missing)) == 50_000, what: "all noise is stored or counted", cancellationToken: Stop);
        var kept = (await AllAsync("noisy")).Count(one => one.Entry.Missing == 0);
        Assert.InRange(kept, 5000, 6100);
    }

    [Fact]
    public async Task A_pod_that_is_gone_is_left_and_its_lines_stay()
    {
        var log = _kubelet.Log("web-1");
        log.Write(0, "last words");
        _kubelet.Tell("web-1");
        await CountAsync("web-1", 1);
        log.End();
        _kubelet.Delete("web-1");

        await Eventually.EqualAsync(0, () => _collector.Following, cancellationToken: Stop);
        Assert.Null(_store.PositionOf(new LogSource("acme", "", "", "web", "web-1", "main")));
        await StoredAsync("web-1", "last words");
    }

    [Fact]
    public async Task A_container_that_has_ended_is_not_asked_again_and_again()
    {
        var log = _kubelet.Log("job-1");
        log.Write(0, "done");
        log.End();
        _kubelet.Tell("job-1");
        await StoredAsync("job-1", "done");
        var other = _kubelet.Log("web-1");
        _kubelet.Tell("web-1");
        // Long enough for the other to have been cut off and asked for again several times.
        for (var i = 0; i < 4; i++)
        {
            other.Write(i, $"line {i}");
            await CountAsync("web-1", i + 1);
            other.CutOff();
        }

        other.Write(10, "end");
        await CountAsync("web-1", 5);
        Assert.Equal(6, _kubelet.Opened);
    }

    void ILogStoreEvents.Dropped(string file, DropReason reason, long entries) => Assert.Fail("Nothing is to be dropped.");

    void ILogStoreEvents.SetAside(string file, Exception why) => Assert.Fail("Nothing is to be set aside.");

    private void Start()
    {
        _stop = new CancellationTokenSource();
        _store = SegmentedLogStore.Open(new LogStoreOptions { Directory = _directory.Combine("logs"), PodShare = 1 }, new ManualTimeProvider(), this);
        var options = new LogCollectorOptions { Selector = "app", Gathering = Limits, HoldFor = TimeSpan.FromMilliseconds(10), FirstPause = TimeSpan.FromMilliseconds(5), LongestPause = TimeSpan.FromMilliseconds(50) };
        _collector = new LogCollector(_kubelet, _store, options, TimeProvider.System, () => 0, NullLogger<LogCollector>.Instance);
        _running = _collector.RunAsync(_stop.Token);
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        await _store.DisposeAsync();
    }

    private async Task StoredAsync(string pod, params string[] messages)
    {
        await CountAsync(pod, messages.Length);
        Assert.Equal(messages, (await AllAsync(pod, SortOrder.Arrival)).Select(one => one.Entry.Message));
    }

    private Task CountAsync(string pod, int count) =>
        Eventually.TrueAsync(async () => (await AllAsync(pod)).Count >= count, what: $"{pod} has {count} entries", cancellationToken: Stop);

    private async Task<List<StoredEntry>> AllAsync(string pod, SortOrder order = SortOrder.OldestFirst)
    {
        var all = new List<StoredEntry>();
        for (string? cursor = null; ;)
        {
            var page = await _store.QueryAsync(new LogQuery { Scopes = [new LogScope(Pod: pod)], Order = order, Limit = 1000, Cursor = cursor }, Stop);
            all.AddRange(page.Entries);
            if ((cursor = page.Next) is null) return all;
        }
    }
}
