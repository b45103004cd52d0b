using Pdp.ControlStub.Store;
using Pdp.ControlStub.Trust;
using Pdp.Protocol.Signatures;
using static Pdp.ControlStub.Tests.Store.SampleRecords;

namespace Pdp.ControlStub.Tests.Store;

public abstract partial class ControlStoreTests
{
    private static TrustRecord Trust(long version) => new(
        version,
        Start,
        [
            new TrustAnchor(TrustKind.Intents, "k1", TrustState.Leaving, 1, Start, new JsonWebKey("EC", "P-256", "x", "y", "k1")),
            new TrustAnchor(TrustKind.Tokens, "k2", TrustState.Announced, version, Start, new JsonWebKey("EC", "P-256", "x", "y", "k2")),
        ],
        "a certificate");

    [Fact]
    public async Task What_agents_are_told_is_kept_and_replaced_by_whoever_saw_the_version_before()
    {
        Assert.Null(await Store.Trust.FindAsync(Cancel));
        Assert.True(await Store.Trust.ReplaceAsync(Trust(1), [Event()], Cancel));
        Assert.False(await Store.Trust.ReplaceAsync(Trust(1), [Event()], Cancel));
        Assert.False(await Store.Trust.ReplaceAsync(Trust(3), [Event()], Cancel));
        await ReopenAsync();
        Assert.Equivalent(Trust(1), await Store.Trust.FindAsync(Cancel), strict: true);

        var heard = new TaskCompletionSource<StoreChange>();
        using var subscription = Store.Changes.Subscribe(change =>
        {
            if (change is StoreChange.TrustChanged)
                heard.TrySetResult(change);
        });
        var both = await Task.WhenAll(Store.Trust.ReplaceAsync(Trust(2), [Event()], Cancel), Store.Trust.ReplaceAsync(Trust(2), [Event()], Cancel));
        Assert.Single(both, done => done);
        Assert.Equal(new StoreChange.TrustChanged(2), await heard.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancel));
        Assert.Equal(2, (await Store.Trust.FindAsync(Cancel))!.Version);
        Assert.Equal(2, (await Store.Events.ReadAsync(0, new EventFilter(), 10, Cancel)).Items.Count);
    }

    [Fact]
    public async Task What_an_agent_was_told_is_kept_with_what_it_said_of_itself()
    {
        await Store.AddPlaneAsync();
        Assert.Null(await Store.Planes.FindAgentAsync("east", Cancel));
        var agent = new AgentRecord("a", "1.0.0", "v1.36", ["flux"], "s", new TrustHeld(7, 3));
        await Store.Planes.NoteAsync([new PlaneSighting("east", Start, agent)], [], Cancel);
        Assert.Equivalent(agent, await Store.Planes.FindAgentAsync("east", Cancel), strict: true);
        Assert.Null(await Store.Planes.FindAgentAsync("west", Cancel));
    }
}
