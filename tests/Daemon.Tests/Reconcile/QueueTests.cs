using Pdp.Daemon.Reconcile;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Reconcile;

public sealed class QueueTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly ReconcileQueue _queue;

    public QueueTests() => _queue = new ReconcileQueue(_time, mostPerTenant: 2);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_wakes_are_one_look()
    {
        for (var i = 0; i < 5; i++) _queue.Wake("a");

        Assert.Equal("a", await _queue.TakeAsync(Ct));
        _queue.Done("a");
        Assert.Equal(0, _queue.Waiting);
        Assert.False(_queue.TakeAsync(Ct).IsCompleted);
    }

    [Fact]
    public async Task A_wake_during_the_work_brings_it_back_afterwards_and_never_twice_at_a_time()
    {
        _queue.Wake("a");
        await _queue.TakeAsync(Ct);

        _queue.Wake("a");
        var again = _queue.TakeAsync(Ct);
        Assert.False(again.IsCompleted);
        _queue.Done("a");

        Assert.Equal("a", await again);
    }

    [Fact]
    public async Task A_tenant_with_much_work_leaves_room_for_the_others()
    {
        foreach (var id in new[] { "a1", "a2", "a3", "a4" }) _queue.Wake(id, "a");
        _queue.Wake("b1", "b");

        var taken = new[] { await _queue.TakeAsync(Ct), await _queue.TakeAsync(Ct), await _queue.TakeAsync(Ct) };
        var fourth = _queue.TakeAsync(Ct);

        Assert.Equal(["a1", "b1", "a2"], taken);
        Assert.False(fourth.IsCompleted);
        _queue.Done("a1");
        Assert.Equal("a3", await fourth);
    }

    [Fact]
    public async Task A_delayed_wake_rings_when_it_is_due_and_the_earlier_of_two_wishes_counts()
    {
        _queue.WakeIn("a", TimeSpan.FromMinutes(10));
        _queue.WakeIn("a", TimeSpan.FromSeconds(5));
        var taken = _queue.TakeAsync(Ct);

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(taken.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("a", await taken);
        _queue.Done("a");
        _time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(0, _queue.Waiting);
    }

    [Fact]
    public async Task One_that_rests_is_brought_back_by_all_its_changes_once_and_by_anything_else_at_once()
    {
        using var queue = new ReconcileQueue(_time, mostPerTenant: 2, TimeSpan.FromSeconds(1));
        queue.WakeForChange("a");
        Assert.Equal("a", await queue.TakeAsync(Ct));
        queue.WakeForChange("a");
        queue.Done("a");
        var again = queue.TakeAsync(Ct);
        _time.Advance(TimeSpan.FromSeconds(0.9));
        queue.WakeForChange("a");
        Assert.Equal((1, false), (queue.Waiting, again.IsCompleted));

        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("a", await again);
        Assert.Equal(0, queue.Waiting);

        queue.WakeForChange("a");
        queue.Done("a");
        queue.Wake("a");
        Assert.Equal("a", await queue.TakeAsync(Ct));
        queue.Done("a");
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, queue.Waiting);
    }

    [Fact]
    public async Task One_that_was_left_alone_for_a_while_is_looked_at_as_soon_as_something_changes()
    {
        using var queue = new ReconcileQueue(_time, mostPerTenant: 2, TimeSpan.FromSeconds(1));
        queue.Wake("a");
        await queue.TakeAsync(Ct);
        queue.Done("a");
        _time.Advance(TimeSpan.FromSeconds(1));

        queue.WakeForChange("a");

        Assert.Equal("a", await queue.TakeAsync(Ct));
    }

    [Fact]
    public async Task What_changed_during_the_last_look_at_what_is_gone_brings_it_back_after_its_rest()
    {
        using var queue = new ReconcileQueue(_time, mostPerTenant: 2, TimeSpan.FromSeconds(1));
        queue.Wake("a");
        await queue.TakeAsync(Ct);
        queue.WakeForChange("a");
        queue.Done("a", forget: true);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("a", await queue.TakeAsync(Ct));
    }

    [Fact]
    public void An_alarm_or_a_change_that_comes_as_it_ends_finds_nothing_to_do()
    {
        var time = new LateTime();
        var queue = new ReconcileQueue(time, mostPerTenant: 2, TimeSpan.FromSeconds(1));
        queue.WakeIn("a", TimeSpan.Zero);

        queue.Dispose();
        time.Ring();
        queue.Wake("b");
        queue.WakeForChange("c");
    }

    [Fact]
    public async Task A_look_fulfils_the_wish_to_be_looked_at_later()
    {
        _queue.WakeIn("a", TimeSpan.FromSeconds(5));
        _queue.Wake("a");
        await _queue.TakeAsync(Ct);
        _queue.Done("a");
        _queue.WakeIn("a", TimeSpan.FromMinutes(10));

        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(0, _queue.Waiting);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, _queue.Waiting);
    }

    [Fact]
    public async Task What_is_forgotten_rings_no_more_but_a_wake_that_came_meanwhile_stands()
    {
        _queue.Wake("a");
        await _queue.TakeAsync(Ct);
        _queue.WakeIn("a", TimeSpan.FromSeconds(1));
        _queue.Done("a", forget: true);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, _queue.Waiting);

        _queue.Wake("b");
        await _queue.TakeAsync(Ct);
        _queue.Wake("b");
        _queue.Done("b", forget: true);
        Assert.Equal("b", await _queue.TakeAsync(Ct));
    }

    [Fact]
    public async Task Under_many_threads_everything_woken_is_taken_and_nothing_twice_at_once()
    {
        var busy = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var workers = Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                while (true)
                {
                    var id = await _queue.TakeAsync(stop.Token);
                    Assert.True(busy.TryAdd(id, true));
                    await Task.Yield();
                    seen.AddOrUpdate(id, 1, (_, n) => n + 1);
                    busy.TryRemove(id, out var _);
                    _queue.Done(id);
                }
            },
            stop.Token)).ToList();
        for (var i = 0; i < 5000; i++) _queue.Wake($"i{i % 50}", $"t{i % 5}");

        await Eventually.TrueAsync(() => _queue.Waiting == 0 && _queue.Running == 0 && seen.Count == 50, cancellationToken: Ct);
        await stop.CancelAsync();
        foreach (var worker in workers) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker);
    }

    [Theory]
    [InlineData(1, 0.0, 250)]
    [InlineData(1, 1.0, 500)]
    [InlineData(3, 1.0, 2000)]
    [InlineData(50, 1.0, 60_000)]
    [InlineData(50, 0.0, 30_000)]
    public void Pauses_double_to_a_cap_and_are_spread_by_chance(int failures, double chance, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Backoff.After(failures, chance, new ReconcileOptions()));

    public void Dispose() => _queue.Dispose();

    /// <summary>A clock one of whose timers has begun to ring when it is disposed of.</summary>
    private sealed class LateTime : TimeProvider
    {
        private Action _ring = static () => { };

        public void Ring() => _ring();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _ring = () => callback(state);
            return base.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
