using Pdp.ControlStub.Gateway;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Gateway;

public sealed class PureGatewayTests
{
    private static IntentStamp Stamp(string id, long generation = 1) => new(id, generation, $"hash-{id}-{generation}");

    private static IntentHead Head(string id, long generation = 1, bool removed = false, bool gone = false, AckOutcome? refusedAt = null) =>
        new(Stamp(id, generation), removed, refusedAt is null ? 0 : generation, refusedAt, gone);

    [Fact]
    public void A_plan_sends_what_is_missing_older_or_other_and_removes_what_was_removed()
    {
        IntentHead[] heads =
        [
            Head("ahead", 2), Head("missing"), Head("older", 3), Head("other"), Head("refused", refusedAt: AckOutcome.Refused), Head("same"),
            Head("to-remove", 2, removed: true), Head("was-removed", 2, removed: true, gone: true),
            Head("stale-elsewhere", refusedAt: AckOutcome.Stale),
        ];
        var plan = DeliveryPlan.Compare(
            heads,
            [Stamp("ahead", 5), Stamp("older", 2), new IntentStamp("other", 1, "another"), Stamp("same"), Stamp("stranger"), Stamp("to-remove", 1)]);
        Assert.Equal(["missing", "older", "to-remove", "stale-elsewhere"], plan.Owed);
        // Another document of the same generation was signed by a control plane that was lost: sent, it would be taken for tampering.
        Assert.Equal(
            [new AheadIntent(Stamp("ahead", 2), Stamp("ahead", 5)), new AheadIntent(Stamp("other"), new IntentStamp("other", 1, "another"))], plan.Ahead);
        Assert.Equal([Stamp("stranger")], plan.Foreign);
    }

    [Fact]
    public void Equal_digests_leave_only_removals_that_were_not_reported_as_done()
    {
        IntentHead[] heads = [Head("live"), Head("going", 2, removed: true), Head("gone", 2, removed: true, gone: true)];
        Assert.Equal(IntentDigest.Of([Stamp("live")]), DeliveryPlan.Digest(heads));
        Assert.Equal(["going"], DeliveryPlan.WhenSame(heads).Owed);
        Assert.Equal([Stamp("live")], DeliveryPlan.WhenSame(heads).Unanswered);
        Assert.Equal([Stamp("live")], DeliveryPlan.Compare(heads, [Stamp("live"), Stamp("other")]).Unanswered);
        Assert.Empty(DeliveryPlan.Compare([Head("refused", refusedAt: AckOutcome.Stored)], [Stamp("refused")]).Unanswered);
    }

    [Fact]
    public void A_queue_keeps_to_its_window_and_sends_an_id_once_at_a_time()
    {
        var queue = new DeliveryQueue(window: 2);
        queue.Post(["a", "b", "c"]);
        Assert.True(queue.TryTake(out var first) && queue.TryTake(out _));
        Assert.Equal("a", first);
        Assert.False(queue.TryTake(out _));
        queue.Sending(Stamp("a"), 0);
        queue.Sending(Stamp("b"), 0);
        queue.Post(["a", "c"]);
        Assert.Equal((2, 2), (queue.Waiting, queue.InFlight));

        // What is in flight waits for its answer even when there is room.
        Assert.Equal(Stamp("b"), queue.Acknowledge(new AckFrame("b", 1, AckOutcome.Stored, [])));
        Assert.True(queue.TryTake(out var next));
        Assert.Equal("c", next);
        queue.Skip("c");
        Assert.False(queue.TryTake(out _));
        Assert.Null(queue.Acknowledge(new AckFrame("a", 9, AckOutcome.Stored, [])));
        Assert.Equal(Stamp("a"), queue.Acknowledge(new AckFrame("", 0, AckOutcome.Refused, [], "hash-a-1")));
        Assert.True(queue.TryTake(out var again));
        Assert.Equal("a", again);
    }

    [Fact]
    public void What_the_agent_was_found_to_hold_leaves_the_window_and_may_still_be_acknowledged_once()
    {
        var queue = new DeliveryQueue(window: 1);
        queue.Post(["a", "b"]);
        Assert.True(queue.TryTake(out _));
        queue.Settle(Stamp("a"));
        Assert.False(queue.TryTake(out _));
        queue.Sending(Stamp("a"), 0);
        queue.Settle(Stamp("a", 2));
        Assert.False(queue.TryTake(out _));

        queue.Settle(Stamp("a"));
        Assert.Null(queue.OldestSent());
        Assert.True(queue.TryTake(out var next));
        Assert.Equal("b", next);
        var late = new AckFrame("a", 1, AckOutcome.Stored, []);
        Assert.Null(queue.Acknowledge(late with { Generation = 2 }));
        Assert.Equal(Stamp("a"), queue.Acknowledge(late));
        Assert.Null(queue.Acknowledge(late));
    }

    [Fact]
    public async Task Who_waits_for_a_queue_is_woken_by_a_post_and_by_room()
    {
        var cancel = TestContext.Current.CancellationToken;
        var queue = new DeliveryQueue(window: 1);
        queue.Rearm();
        var waiting = queue.WaitAsync(cancel);
        Assert.False(waiting.IsCompleted);
        queue.Post(["a", "b"]);
        await waiting.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, cancel);
        queue.Rearm();
        Assert.True(queue.TryTake(out _));
        Assert.False(queue.TryTake(out _));
        waiting = queue.WaitAsync(cancel);
        Assert.False(waiting.IsCompleted);
        queue.Sending(Stamp("a"), 0);
        queue.Acknowledge(new AckFrame("a", 1, AckOutcome.Stored, []));
        await waiting.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, cancel);
    }

    [Fact]
    public void A_dial_budget_allows_a_burst_and_then_one_a_second()
    {
        var time = new ManualTimeProvider();
        var budget = new DialBudget(new GatewayOptions(), time);
        for (var i = 0; i < 30; i++)
            Assert.Null(budget.Spend("east"));
        Assert.Equal(TimeSpan.FromSeconds(1), budget.Spend("east"));
        Assert.Null(budget.Spend("west"));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(budget.Spend("east"));
        Assert.Null(budget.Spend("east"));
        Assert.NotNull(budget.Spend("east"));
        time.Advance(TimeSpan.FromMinutes(1));
        budget.Forget();
        Assert.Null(budget.Spend("east"));
    }

    [Fact]
    public async Task Pending_writes_are_bounded_and_a_failure_is_told_at_once()
    {
        var failure = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var writes = new PendingWrites(limit: 2, failure.SetResult);
        var first = new TaskCompletionSource();
        var second = new TaskCompletionSource();
        await writes.AddAsync(first.Task);
        await writes.AddAsync(second.Task);
        var third = writes.AddAsync(Task.CompletedTask);
        Assert.False(third.IsCompleted);
        first.SetResult();
        await third;
        second.SetException(new InvalidOperationException("store"));
        Assert.IsType<InvalidOperationException>(await failure.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken));
        await writes.FlushAsync();
    }
}
