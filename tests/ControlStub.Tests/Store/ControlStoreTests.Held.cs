using System.Collections.Concurrent;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Store;

public abstract partial class ControlStoreTests
{
    private static readonly IntentStamp _foreign = new("foreign", 7, new string('a', 64));
    private static readonly IntentStamp _ahead = new("web-dev", 9, new string('b', 64));

    private Task NoteHeldAsync(params IntentStamp[] held) =>
        Store.Held.NoteAsync("east", held, SampleRecords.Start, [SampleRecords.Event(EventTypes.ForeignIntents)], Cancel);

    private async Task<IReadOnlyList<HeldRecord>> HeldAsync() => (await Store.Held.ListAsync("east", null, 10, Cancel)).Items;

    [Fact]
    public async Task What_a_plane_holds_is_kept_with_what_is_known_of_it_here()
    {
        await Store.AddPlaneAsync();
        await Store.Intents.CommitAsync(SampleRecords.Changes((SampleRecords.Intent(generation: 2), 0)), Cancel);
        await NoteHeldAsync(_foreign, _ahead);
        Assert.Equal(
            [new HeldRecord(_foreign, 0, null, null, SampleRecords.Start), new HeldRecord(_ahead, 2, null, null, SampleRecords.Start)], await HeldAsync());
        Assert.Equal("foreign", (await Store.Held.ListAsync("east", null, 1, Cancel)).Next);
        Assert.Equal(_ahead, Assert.Single(await Store.Held.FindAsync("east", ["web-dev", "none"], Cancel)).Stamp);
        Assert.Equal(EventTypes.ForeignIntents, (await Store.Events.ReadAsync(0, new EventFilter(), 10, Cancel)).Items[^1].Event.Type);

        await NoteHeldAsync(_ahead);
        Assert.Equal(_ahead, Assert.Single(await HeldAsync()).Stamp);
        await Store.Held.NoteAsync("nowhere", [_foreign], SampleRecords.Start, [], Cancel);
        Assert.Empty((await Store.Held.ListAsync("nowhere", null, 10, Cancel)).Items);
    }

    [Fact]
    public async Task A_decision_is_told_and_stays_until_the_document_is_another()
    {
        await Store.AddPlaneAsync();
        await NoteHeldAsync(_foreign);
        var told = new ConcurrentQueue<StoreChange>();
        using (Store.Changes.Subscribe(told.Enqueue))
        {
            await Store.Held.DecideAsync("east", [new HeldDecision("foreign", HeldWish.Remove)], SampleRecords.Event(), Cancel);
            await Eventually.TrueAsync(() => told.OfType<StoreChange.IntentsChanged>().Any(c => c is { Plane: "east", Ids: ["foreign"] }), cancellationToken: Cancel);
        }

        await NoteHeldAsync(_foreign);
        Assert.Equal(HeldWish.Remove, Assert.Single(await HeldAsync()).Wish);

        await Store.Held.FailAsync("east", _foreign with { Hash = "other" }, "not this one", Cancel);
        Assert.Equal(HeldWish.Remove, Assert.Single(await HeldAsync()).Wish);
        await Store.Held.FailAsync("east", _foreign, "no", Cancel);
        Assert.Equal((null, "no"), Assert.Single(await HeldAsync()) is var failed ? (failed.Wish, failed.Failure) : default);
        await Store.Held.DecideAsync("east", [new HeldDecision("foreign", HeldWish.Adopt)], SampleRecords.Event(), Cancel);
        Assert.Equal((HeldWish.Adopt, null), Assert.Single(await HeldAsync()) is var again ? (again.Wish, again.Failure) : default);
        await NoteHeldAsync(_foreign with { Generation = 8, Hash = new string('c', 64) });
        Assert.Null(Assert.Single(await HeldAsync()).Wish);
    }

    [Fact]
    public async Task What_became_known_here_is_no_longer_listed()
    {
        await Store.AddPlaneAsync();
        await NoteHeldAsync(_ahead);
        await Store.Intents.CommitAsync(SampleRecords.Changes((SampleRecords.Intent(generation: 8), 0)), Cancel);
        Assert.Single(await HeldAsync());
        await Store.Intents.CommitAsync(SampleRecords.Changes((SampleRecords.Intent(generation: 9), 8)), Cancel);
        Assert.Empty(await HeldAsync());

        await NoteHeldAsync(_foreign);
        await Store.Planes.DeleteAsync("east", SampleRecords.Event(), Cancel);
        Assert.Empty(await HeldAsync());
    }
}
