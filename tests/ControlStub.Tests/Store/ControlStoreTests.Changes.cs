using System.Collections.Concurrent;
using Pdp.ControlStub.Store;
using Pdp.Testing;
using static Pdp.ControlStub.Tests.Store.SampleRecords;

namespace Pdp.ControlStub.Tests.Store;

public abstract partial class ControlStoreTests
{
    [Fact]
    public async Task Changes_are_told_in_order_once_they_can_be_read()
    {
        await AddEnrolledAsync();
        var heard = new ConcurrentQueue<(StoreChange Change, Task<IntentRecord?> Read)>();
        // What is read from the moment of the telling on must show the change.
        void Hear(StoreChange change) => heard.Enqueue((change, Store.Intents.FindAsync("east", "web-dev", Cancel)));

        using (Store.Changes.Subscribe(Hear))
        {
            await Store.Intents.CommitAsync(Changes((Intent(), 0)), Cancel);
            await Store.Intents.CommitAsync(Changes((Intent(generation: 7), 4)), Cancel);
            await Store.Sessions.SeatAsync(Session("s1"), [], Cancel);
            await Store.Certificates.RevokeAsync("east", Event(), Cancel);
            await Store.Planes.DeleteAsync("east", Event(EventTypes.PlaneDeleted), Cancel);
            await Eventually.TrueAsync(() => heard.Any(h => h.Change is StoreChange.EventsAppended { Newest: 4 }), cancellationToken: Cancel);
        }

        await Store.AddPlaneAsync();
        // The first events are of before, and may be told late.
        var told = heard.Where(h => h.Change is not (StoreChange.Interrupted or StoreChange.EventsAppended { Newest: <= 3 })).ToList();
        Assert.Equal(["web-dev"], Assert.IsType<StoreChange.IntentsChanged>(told[0].Change).Ids);
        Assert.Equal(1, (await told[0].Read)?.Generation);
        Assert.Equal(new StoreChange.SessionSeated("east", 1), told[1].Change);
        Assert.Equal(new StoreChange.AccessRevoked("east", 1), told[2].Change);
        Assert.Equal([new StoreChange.AccessRevoked("east"), new StoreChange.EventsAppended(4)], told[3..].Select(h => h.Change).OrderBy(c => c is StoreChange.EventsAppended));
        Assert.Null(await told[^1].Read);
    }

    [Fact]
    public async Task A_plane_is_worked_on_by_one_at_a_time_in_the_order_they_came()
    {
        var first = await Store.Turns.TakeAsync("east", Cancel);
        var second = Store.Turns.TakeAsync("east", Cancel);
        using var impatient = new CancellationTokenSource();
        var third = Store.Turns.TakeAsync("east", impatient.Token);
        var fourth = Store.Turns.TakeAsync("east", Cancel);
        await using (await Store.Turns.TakeAsync("west", Cancel))
            Assert.False(second.IsCompleted || third.IsCompleted || fourth.IsCompleted);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        await first.DisposeAsync();
        var next = await second;
        Assert.False(fourth.IsCompleted);
        await next.DisposeAsync();
        await (await fourth).DisposeAsync();
        await (await Store.Turns.TakeAsync("east", Cancel)).DisposeAsync();
    }
}
