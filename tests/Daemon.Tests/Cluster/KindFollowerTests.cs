using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster.Objects;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Watching;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Cluster;

public sealed class KindFollowerTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedWatch _watch = new();
    private readonly List<ObjectChange> _changes = [];
    private readonly List<ObjectChange> _found = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly KindFollower _follower;
    private readonly Task _run;

    public KindFollowerTests()
    {
        _follower = new KindFollower(_watch, new("", "v1", "ConfigMap"), new WatchOptions(), _changes.Add, _time, () => 0, NullLogger.Instance)
        {
            FoundChanged = _found.Add,
        };
        _run = _follower.RunAsync(_stop.Token);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_written_is_read_at_once_and_an_older_word_of_the_watch_does_not_undo_it()
    {
        await SyncAsync(10, Map("a", 5));
        _follower.Wrote(Map("a", 12, value: "ours"));

        Assert.Equal("ours", Value("a"));
        await TellAsync(new WatchNotification.Modified(Map("a", 11, value: "before")));
        Assert.Equal("ours", Value("a"));
        await TellAsync(new WatchNotification.Modified(Map("a", 13, value: "after")));
        Assert.Equal("after", Value("a"));
    }

    [Fact]
    public async Task An_answer_that_comes_after_the_watch_has_told_the_end_does_not_bring_it_back()
    {
        await SyncAsync(10, Map("a", 5));
        await TellAsync(new WatchNotification.Deleted(Map("a", 13)));

        _follower.Wrote(Map("a", 12));

        Assert.Null(_follower.Find("ns", "a"));
    }

    [Fact]
    public async Task The_end_of_one_that_was_made_anew_meanwhile_does_not_take_away_the_new_one()
    {
        await SyncAsync(10, Map("a", 5));
        var old = _follower.Find("ns", "a")!;
        var anew = Map("a", 12, value: "anew");
        anew["metadata"]!["uid"] = "another";
        _follower.Wrote(anew);

        _follower.Deleted(old);
        Assert.Equal("anew", Value("a"));
        _follower.Deleted(anew);
        Assert.Null(_follower.Find("ns", "a"));
    }

    [Fact]
    public async Task Versions_that_begin_anew_with_a_restored_cluster_are_believed()
    {
        await SyncAsync(1000, Map("a", 900, value: "old"));
        await SyncAsync(20, Map("a", 15, value: "restored"));
        await TellAsync(new WatchNotification.Modified(Map("a", 21, value: "changed")));
        Assert.Equal("changed", Value("a"));

        _follower.Wrote(Map("a", 22, value: "ours"));
        Assert.Equal("ours", Value("a"));
    }

    [Fact]
    public async Task Whoever_waits_for_the_first_picture_is_told_why_there_is_none()
    {
        var waiting = _follower.SyncedAsync(Ct);
        await TellAsync(new WatchNotification.Interrupted(RecordingApi.Refusal(403, "Forbidden"), TimeSpan.FromSeconds(1)));

        var failure = await Assert.ThrowsAsync<ClusterException>(() => waiting);
        Assert.Equal(Protocol.Intents.FailureReason.Forbidden, failure.Reason);
        Assert.False(_follower.IsFollowing);

        // Nobody waits a second time for what was refused a moment ago.
        await Assert.ThrowsAsync<ClusterException>(() => _follower.SyncedAsync(Ct));
        await SyncAsync(10, Map("a", 5));
        await _follower.SyncedAsync(Ct);
        Assert.True(_follower.IsFollowing);
    }

    [Fact]
    public async Task What_a_watch_missed_is_found_when_all_is_listed_anew()
    {
        await SyncAsync(10, Map("a", 5), Map("b", 6));

        _time.Advance(TimeSpan.FromMinutes(40));
        await _watch.WatchedAsync(2);
        await SyncAsync(20, Map("b", 6), Map("c", 15));

        Assert.Equal(["b", "c"], _follower.All().Select(obj => obj.Name).Order());
        Assert.Equal(["a", "b", "c"], _changes.Where(change => change.Now is not null).Select(change => change.Now!.Name));
        Assert.Equal(["a"], _changes.Where(change => change.Now is null).Select(change => change.Before!.Name));
    }

    [Fact]
    public async Task A_picture_that_is_asked_for_anew_is_no_older_than_the_question()
    {
        await SyncAsync(10, Map("a", 5));

        var refreshed = _follower.RefreshAsync(Ct);
        await _watch.WatchedAsync(2);
        Assert.False(refreshed.IsCompleted);
        Assert.False(_follower.SyncedAsync(Ct).IsCompleted);
        Assert.NotEqual("newer", Value("a"));
        await SyncAsync(20, Map("a", 15, value: "newer"));

        await refreshed;
        Assert.Equal("newer", Value("a"));
    }

    [Fact]
    public async Task Whoever_asks_for_a_picture_anew_is_told_why_there_is_none()
    {
        await SyncAsync(10, Map("a", 5));

        var refreshed = _follower.RefreshAsync(Ct);
        await _watch.WatchedAsync(2);
        await TellAsync(new WatchNotification.Interrupted(RecordingApi.Refusal(503, "ServiceUnavailable"), TimeSpan.FromSeconds(1)));

        await Assert.ThrowsAsync<ClusterException>(() => refreshed);
        Assert.NotNull(_follower.Find("ns", "a"));
        refreshed = _follower.RefreshAsync(Ct);
        await _watch.WatchedAsync(3);
        await SyncAsync(20, Map("a", 15));
        await refreshed;
    }

    [Fact]
    public async Task What_no_answered_write_brought_about_is_told_apart()
    {
        await SyncAsync(10, Map("a", 5));
        _found.Clear();

        _follower.Wrote(Map("a", 12, value: "ours"));
        await TellAsync(new WatchNotification.Modified(Map("a", 12, value: "ours")));
        Assert.Empty(_found);

        await TellAsync(new WatchNotification.Modified(Map("a", 13, value: "theirs")));
        _follower.Found(Map("a", 14, value: "read"));
        Assert.Equal(["theirs", "read"], _found.Select(change => change.Now?.GetString("data", "value")));
    }

    [Fact]
    public async Task Objects_are_found_by_the_intent_their_label_names()
    {
        await SyncAsync(10, Map("a", 5, intent: "x"), Map("b", 6, intent: "y"));
        await TellAsync(new WatchNotification.Modified(Map("b", 11, intent: "x")));
        Assert.Equal(["a", "b"], _follower.OfIntent("x").Select(obj => obj.Name).Order());
        Assert.Empty(_follower.OfIntent("y"));

        await TellAsync(new WatchNotification.Deleted(Map("a", 12, intent: "x")));
        Assert.Equal(["b"], _follower.OfIntent("x").Select(obj => obj.Name));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task SyncAsync(ulong version, params JsonObject[] objects)
    {
        await TellAsync(new WatchNotification.Reset());
        foreach (var obj in objects) await TellAsync(new WatchNotification.Added(obj));
        await TellAsync(new WatchNotification.Synced($"{version}"));
    }

    private Task TellAsync(WatchNotification notification) => _watch.TellAsync(notification);

    private string? Value(string name) => _follower.Find("ns", name)?.GetString("data", "value");

    private static JsonObject Map(string name, ulong version, string value = "", string intent = "i") => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = "ns",
            ["uid"] = name,
            ["resourceVersion"] = $"{version}",
            ["labels"] = new JsonObject { ["pdp.dev/intent"] = intent },
        },
        ["data"] = new JsonObject { ["value"] = value },
    };

    /// <summary>A watch that tells what a test says, and waits until it was heard.</summary>
    private sealed class ScriptedWatch : UnusedApi
    {
        private readonly Channel<(WatchNotification Notification, TaskCompletionSource Heard)> _script =
            System.Threading.Channels.Channel.CreateUnbounded<(WatchNotification, TaskCompletionSource)>();

        private int _watches;

        public override async IAsyncEnumerable<WatchNotification> WatchAsync(
            GroupVersionKind kind, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _watches);
            while (true)
            {
                var (notification, heard) = await _script.Reader.ReadAsync(cancellationToken);
                yield return notification;
                heard.SetResult();
            }
        }

        public async Task TellAsync(WatchNotification notification)
        {
            var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _script.Writer.WriteAsync((notification, heard), Ct);
            await heard.Task.WaitAsync(Ct);
        }

        public Task WatchedAsync(int times) => Until.TrueAsync(() => Volatile.Read(ref _watches) == times);
    }
}
