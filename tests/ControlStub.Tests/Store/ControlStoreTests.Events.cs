using Pdp.ControlStub.Store;
using static Pdp.ControlStub.Tests.Store.SampleRecords;

namespace Pdp.ControlStub.Tests.Store;

public abstract partial class ControlStoreTests
{
    [Fact]
    public async Task Events_come_back_in_order_from_any_number_on()
    {
        await Store.Events.AppendAsync([Event("a"), Event("b", "west"), Event("c", intent: "web")], Cancel);
        await ReopenAsync();
        await Store.Events.AppendAsync([Event("d")], Cancel);

        var all = await Store.Events.ReadAsync(0, new EventFilter(), 10, Cancel);
        Assert.Equal(["a", "b", "c", "d"], all.Items.Select(e => e.Event.Type));
        Assert.Equal([1L, 2, 3, 4], all.Items.Select(e => e.Number));
        Assert.Equal(Event("c", intent: "web"), all.Items[2].Event);
        Assert.Equal((1L, 4L, 4L), (all.Oldest, all.Newest, all.Next));

        var some = await Store.Events.ReadAsync(1, new EventFilter("east"), 1, Cancel);
        Assert.Equal("c", Assert.Single(some.Items).Event.Type);
        Assert.Equal(3, some.Next);
        var one = await Store.Events.ReadAsync(0, new EventFilter("east", "web"), 5, Cancel);
        Assert.Equal("c", Assert.Single(one.Items).Event.Type);
        Assert.Equal(4, one.Next);
    }

    [Fact]
    public async Task The_oldest_events_go_first_and_the_reader_can_tell()
    {
        await ReopenAsync(new StoreLimits { EventHistory = 100 });
        await Store.Events.AppendAsync([.. Enumerable.Range(0, 1100).Select(_ => Event())], Cancel);
        var page = await Store.Events.ReadAsync(0, new EventFilter(), 2000, Cancel);
        Assert.InRange(page.Items.Count, 100, 400);
        Assert.Equal(1100, page.Newest);
        Assert.Equal(page.Items[0].Number, page.Oldest);
        Assert.True(page.Oldest > 1);
    }

    [Fact]
    public async Task Numbers_are_never_given_twice()
    {
        await Store.AddPlaneAsync();
        await Store.Events.AppendAsync([Event()], Cancel);
        await ReopenAsync();
        await Store.Events.AppendAsync([Event("last")], Cancel);
        var page = await Store.Events.ReadAsync(2, new EventFilter(), 10, Cancel);
        Assert.Equal(3, Assert.Single(page.Items).Number);
    }

    [Fact]
    public async Task Who_waits_is_woken_once_the_event_can_be_read()
    {
        var waiting = Store.Events.WaitAsync(0, Cancel);
        Assert.False(waiting.IsCompleted);
        await Store.AddPlaneAsync();
        await waiting.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancel);
        Assert.Single((await Store.Events.ReadAsync(0, new EventFilter(), 10, Cancel)).Items);
        await Store.Events.WaitAsync(0, Cancel);
        using var cancelled = new CancellationTokenSource();
        var again = Store.Events.WaitAsync(1, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => again);
    }

    [Fact]
    public async Task Sources_are_kept_replaced_and_dropped_with_a_change()
    {
        await Store.AddPlaneAsync();
        SourceRecord Source(string plane, string name, string document) =>
            new(new SourceKey(plane, "default", "ReleaseBinding", name), document, "h" + document, Start);
        await Store.Intents.CommitAsync(
            Changes() with { Sources = [Source("east", "b", "1"), Source("east", "a", "2"), Source("", "a", "3")] }, Cancel);
        await Store.Intents.CommitAsync(
            Changes() with { Sources = [Source("east", "b", "4")], Dropped = [Source("", "a", "").Key] }, Cancel);
        await ReopenAsync();
        Assert.Equal(
            [Source("east", "a", "2"), Source("east", "b", "4")],
            await Store.Sources.ListAsync("east", "default", "ReleaseBinding", Cancel));
        Assert.Equal(
            [Source("east", "b", "4")],
            await Store.Sources.FindAsync([Source("", "a", "").Key, Source("east", "b", "").Key], Cancel));
    }
}
