using Pdp.ControlStub.Store;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using static Pdp.ControlStub.Tests.Store.SampleRecords;

namespace Pdp.ControlStub.Tests.Store;

public abstract partial class ControlStoreTests
{
    [Fact]
    public async Task An_intent_comes_back_as_it_was_written_after_a_restart()
    {
        await Store.AddPlaneAsync();
        Assert.Equal(CommitOutcome.Committed, await Store.Intents.CommitAsync(Changes((Intent(), 0)), Cancel));
        Assert.Equal(CommitOutcome.Committed, await Store.Intents.CommitAsync(Changes((Intent(generation: 2), 1)), Cancel));
        await ReopenAsync();
        Assert.Equal(Intent(generation: 2) with { CreatedAt = Start }, await Store.Intents.FindAsync("east", "web-dev", Cancel));
        Assert.Equal([Intent(generation: 2)], (await Store.Intents.ViewAsync("east", ["web-dev", "none"], Cancel)).Select(v => v.Intent));
        Assert.Null(await Store.Intents.FindAsync("west", "web-dev", Cancel));
    }

    [Fact]
    public async Task Who_decided_on_an_older_generation_changes_nothing()
    {
        await Store.AddPlaneAsync();
        await Store.Intents.CommitAsync(Changes((Intent(), 0)), Cancel);
        var source = new SourceRecord(new SourceKey("", "default", "Component", "web"), "{}", "h", Start);
        var outcome = await Store.Intents.CommitAsync(
            Changes((Intent("other"), 0), (Intent(generation: 2), 0)) with { Sources = [source], Events = [Event()] }, Cancel);
        Assert.Equal(CommitOutcome.Conflict, outcome);
        Assert.Null(await Store.Intents.FindAsync("east", "other", Cancel));
        Assert.Empty(await Store.Sources.FindAsync([source.Key], Cancel));
        Assert.Single((await Store.Events.ReadAsync(0, new EventFilter(), 10, Cancel)).Items);
    }

    [Fact]
    public async Task A_plane_that_is_gone_takes_no_intents() =>
        Assert.Equal(CommitOutcome.NoPlane, await Store.Intents.CommitAsync(Changes((Intent(), 0)), Cancel));

    [Fact]
    public async Task A_plane_holds_no_more_than_it_may_and_tombstones_do_not_count()
    {
        await Store.AddPlaneAsync();
        await Store.Intents.CommitAsync(Changes([.. Enumerable.Range(0, 5).Select(i => (Intent($"i{i}"), 0L))]), Cancel);
        Assert.Equal(CommitOutcome.Full, await Store.Intents.CommitAsync(Changes((Intent("i5"), 0)), Cancel));
        Assert.Equal(CommitOutcome.Committed, await Store.Intents.CommitAsync(Changes((Intent("i0", 2), 1)), Cancel));
        Assert.Equal(CommitOutcome.Committed, await Store.Intents.CommitAsync(Changes((Intent("i0", 3, removed: true), 2)), Cancel));
        Assert.Equal(CommitOutcome.Committed, await Store.Intents.CommitAsync(Changes((Intent("i5"), 0)), Cancel));
        Assert.Equal(CommitOutcome.Full, await Store.Intents.CommitAsync(Changes((Intent("i0", 4), 3)), Cancel));
    }

    [Fact]
    public async Task Lists_filter_and_page_and_show_what_the_agent_said()
    {
        await Store.AddPlaneAsync();
        await Store.Intents.CommitAsync(
            Changes((Intent("b"), 0), (Intent("a") with { Owner = new IntentOwner("acme", "bank", "production", null) }, 0), (Intent("c", removed: true), 0)),
            Cancel);
        await Store.Intents.AcknowledgeAsync("east", First, Ack("b"), [], Cancel);
        await Store.Intents.SaveStatusesAsync("east", First, [Status("b")], [], Cancel);

        async Task<string> Ids(IntentFilter filter) => string.Join(
            ',', (await Store.Intents.ListAsync("east", filter, null, 10, Cancel)).Items.Select(v => v.Intent.Id));
        Assert.Equal("a,b", await Ids(new IntentFilter()));
        Assert.Equal("a,b,c", await Ids(new IntentFilter(IncludeRemoved: true)));
        await Store.Intents.AcknowledgeAsync("east", First, Ack("c", 1, AckOutcome.Stored), [], Cancel);
        Assert.Equal("a,b,c", await Ids(new IntentFilter(IncludeRemoved: true)));
        await Store.Intents.SaveStatusesAsync("east", First, [new StatusRecord("c", null, Start)], [], Cancel);
        Assert.Equal("a,b", await Ids(new IntentFilter(IncludeRemoved: true)));
        Assert.Equal("a", await Ids(new IntentFilter(Project: "bank")));
        Assert.Equal("a", await Ids(new IntentFilter(Environment: "production")));
        Assert.Equal("b", await Ids(new IntentFilter(Component: "web")));
        Assert.Equal("", await Ids(new IntentFilter("nobody")));
        Assert.Equal("b", await Ids(new IntentFilter(Phase: IntentPhase.Healthy)));

        var page = await Store.Intents.ListAsync("east", new IntentFilter(), "a", 1, Cancel);
        var view = Assert.Single(page.Items);
        Assert.Null(page.Next);
        Assert.Equal("", view.Intent.Jws);
        Assert.Equivalent(Ack("b"), view.Ack, strict: true);
        Assert.Equivalent(Status("b"), view.Status, strict: true);
        Assert.Equivalent(view with { Intent = Intent("b") }, await Store.Intents.ViewAsync("east", "b", Cancel), strict: true);
    }

    [Fact]
    public async Task Heads_tell_what_was_answered()
    {
        await Store.AddPlaneAsync();
        await Store.Intents.CommitAsync(Changes((Intent("b"), 0), (Intent("a", 4, removed: true), 0)), Cancel);
        await Store.Intents.AcknowledgeAsync("east", First, Ack("b"), [], Cancel);
        Assert.Equal(
            [
                new IntentHead(new IntentStamp("a", 4, "hash-4"), true, 0, null),
                new IntentHead(new IntentStamp("b", 1, "hash-1"), false, 1, AckOutcome.Refused),
            ],
            await Store.Intents.HeadsAsync("east", Cancel));
    }

    [Fact]
    public async Task A_late_answer_to_an_older_generation_is_dropped_with_its_events()
    {
        await Store.AddPlaneAsync();
        await Store.Intents.CommitAsync(Changes((Intent(generation: 2), 0)), Cancel);
        await Store.Intents.AcknowledgeAsync("east", First, Ack(generation: 2, outcome: AckOutcome.Stored), [Event()], Cancel);
        await Store.Intents.AcknowledgeAsync("east", First, Ack(generation: 1), [Event()], Cancel);
        await Store.Intents.AcknowledgeAsync("east", First, Ack("unknown"), [Event()], Cancel);
        Assert.Equal(AckOutcome.Stored, (await Store.Intents.ViewAsync("east", "web-dev", Cancel))!.Ack!.Outcome);
        Assert.Equal(2, (await Store.Events.ReadAsync(0, new EventFilter(), 10, Cancel)).Items.Count);
    }

    [Fact]
    public async Task Of_statuses_the_newest_is_kept_and_only_for_intents_that_exist()
    {
        await Store.AddPlaneAsync();
        await Store.Intents.CommitAsync(Changes((Intent(), 0)), Cancel);
        await Store.Intents.SaveStatusesAsync("east", First, [Status(phase: IntentPhase.Progressing), Status("unknown")], [], Cancel);
        await Store.Intents.SaveStatusesAsync("east", First, [Status()], [Event(EventTypes.StatusChanged)], Cancel);
        await ReopenAsync();
        Assert.Equivalent(new[] { Status() }, await Store.Intents.StatusesAsync("east", ["web-dev", "unknown"], Cancel), strict: true);
    }

    [Theory]
    [InlineData(1, 9)]
    [InlineData(2, 4)]
    public async Task A_report_that_is_older_never_overwrites_a_newer_one_whenever_it_is_written(long seat, long number)
    {
        await Store.AddPlaneAsync();
        await Store.Intents.CommitAsync(Changes((Intent(), 0), (Intent("other"), 0)), Cancel);
        var (newer, older) = (new ReportOrder(2, 5), new ReportOrder(seat, number));
        await Store.Intents.SaveStatusesAsync("east", newer, [Status()], [Told("web-dev", "newer")], Cancel);
        await Store.Intents.AcknowledgeAsync("east", newer, Ack(outcome: AckOutcome.Stored), [], Cancel);

        // Another intent, of which nothing newer was said, is none the worse for it.
        await Store.Intents.SaveStatusesAsync(
            "east", older, [Status(phase: IntentPhase.RolledBack), Status("other")], [Told("web-dev", "older"), Told("other", "first")], Cancel);
        await Store.Intents.AcknowledgeAsync("east", older, Ack(), [Told("web-dev", "refused")], Cancel);
        await ReopenAsync();
        Assert.Equivalent(
            new[] { Status("other"), Status() }, await Store.Intents.StatusesAsync("east", ["web-dev", "other"], Cancel), strict: true);
        Assert.Equal(AckOutcome.Stored, (await Store.Intents.ViewAsync("east", "web-dev", Cancel))!.Ack!.Outcome);
        Assert.Equal(
            ["planeCreated", "newer", "first"], (await Store.Events.ReadAsync(0, new EventFilter(), 10, Cancel)).Items.Select(e => e.Event.Type));

        await Store.Intents.SaveStatusesAsync("east", new ReportOrder(3, 1), [Status(phase: IntentPhase.Degraded)], [], Cancel);
        Assert.Equal(IntentPhase.Degraded, (await Store.Intents.ViewAsync("east", "web-dev", Cancel))!.Status!.Status!.Phase);

        static NewEvent Told(string intent, string type) => Event(type, intent: intent);
    }

    [Fact]
    public async Task A_forgotten_tombstone_lifts_the_floor_of_generations()
    {
        await Store.AddPlaneAsync();
        await Store.Intents.CommitAsync(Changes((Intent("gone", 9, removed: true), 0), (Intent("pruning", 7, removed: true), 0)), Cancel);
        foreach (var (id, generation) in new[] { ("gone", 9L), ("pruning", 7L) })
            await Store.Intents.AcknowledgeAsync("east", First, Ack(id, generation, AckOutcome.Stored), [], Cancel);
        await Store.Intents.SaveStatusesAsync("east", First, [new StatusRecord("gone", null, Start), Status("pruning", IntentPhase.Removing)], [], Cancel);

        Assert.Equal(0, await Store.Intents.ForgetTombstonesAsync(Start, Cancel));
        Assert.Equal(1, await Store.Intents.ForgetTombstonesAsync(Start.AddDays(1), Cancel));
        Assert.Equal(9, await Store.Intents.GenerationFloorAsync("east", Cancel));
        Assert.Null(await Store.Intents.FindAsync("east", "gone", Cancel));
        Assert.NotNull(await Store.Intents.FindAsync("east", "pruning", Cancel));
    }

    [Fact]
    public async Task Two_hundred_changes_at_once_are_all_kept()
    {
        await ReopenAsync(new StoreLimits());
        await Store.AddPlaneAsync();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Store.Intents.CommitAsync(Changes((Intent($"i{i}"), 0)), Cancel)));
        await ReopenAsync();
        Assert.Equal(200, (await Store.Intents.HeadsAsync("east", Cancel)).Count);
    }
}
