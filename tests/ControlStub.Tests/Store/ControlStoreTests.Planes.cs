using Pdp.ControlStub.Store;
using Pdp.Protocol.Signatures;
using static Pdp.ControlStub.Tests.Store.SampleRecords;

namespace Pdp.ControlStub.Tests.Store;

public abstract partial class ControlStoreTests
{
    [Fact]
    public async Task A_plane_is_kept_over_a_restart()
    {
        await Store.AddPlaneAsync();
        var agent = new AgentRecord("agent-0", "1.2.3", "v1.36.0", ["flux", "cilium"], "s1");
        await Store.Planes.NoteAsync([new PlaneSighting("east", Start.AddHours(1), agent)], [Event(EventTypes.PlaneConnected)], Cancel);
        await Store.Planes.NoteAsync([new PlaneSighting("east", Start.AddHours(2))], [], Cancel);
        await ReopenAsync();

        var plane = await Store.Planes.FindAsync("east", Cancel);
        Assert.Equal(Plane() with { Agent = plane!.Agent, LastSeenAt = Start.AddHours(2) }, plane);
        Assert.Equivalent(agent, plane.Agent, strict: true);
    }

    [Fact]
    public async Task A_name_is_given_only_once()
    {
        await Store.AddPlaneAsync();
        Assert.False(await Store.Planes.AddAsync(Plane(), Token("other"), Event(), Cancel));
        Assert.Null(await Store.Tokens.FindAsync("other", Cancel));
        Assert.Single((await Store.Events.ReadAsync(0, new EventFilter(), 10, Cancel)).Items);
    }

    [Fact]
    public async Task Planes_are_listed_in_pages_by_name()
    {
        foreach (var name in new[] { "c", "a", "b" })
            await Store.AddPlaneAsync(name);
        var first = await Store.Planes.ListAsync(null, 2, Cancel);
        var second = await Store.Planes.ListAsync(first.Next, 2, Cancel);
        Assert.Equal(["a", "b"], first.Items.Select(p => p.Name));
        Assert.Equal(["c"], second.Items.Select(p => p.Name));
        Assert.Null(second.Next);
        Assert.Equal(3, await Store.Planes.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_deleted_plane_takes_all_of_its_own_with_it_but_its_events()
    {
        await Store.AddPlaneAsync();
        await Store.AddPlaneAsync("west");
        await Store.Intents.CommitAsync(Changes((Intent(), 0)), Cancel);
        await Store.Intents.AcknowledgeAsync("east", First, Ack(), [], Cancel);
        await Store.Intents.SaveStatusesAsync("east", First, [Status()], [], Cancel);
        await EnrolAsync("token-of-east", Certificate());

        Assert.True(await Store.Planes.DeleteAsync("east", Event(EventTypes.PlaneDeleted), Cancel));
        Assert.False(await Store.Planes.DeleteAsync("east", Event(EventTypes.PlaneDeleted), Cancel));
        Assert.Null(await Store.Planes.FindAsync("east", Cancel));
        Assert.Null(await Store.Tokens.FindAsync("token-of-east", Cancel));
        Assert.NotNull(await Store.Tokens.FindAsync("token-of-west", Cancel));
        Assert.Null(await Store.Certificates.FindAsync("C1", Cancel));
        Assert.Equal(3, (await Store.Events.ReadAsync(0, new EventFilter("east"), 10, Cancel)).Items.Count);

        await Store.AddPlaneAsync();
        Assert.Empty(await Store.Intents.HeadsAsync("east", Cancel));
        await Store.Intents.CommitAsync(Changes((Intent(), 0)), Cancel);
        var view = await Store.Intents.ViewAsync("east", "web-dev", Cancel);
        Assert.Null(view!.Ack);
        Assert.Null(view.Status);
    }

    [Fact]
    public async Task Tokens_are_kept_and_can_replace_one_another()
    {
        await Store.AddPlaneAsync();
        Assert.False(await Store.Tokens.AnyAsync(TokenUse.Admin, Cancel));
        await Store.Tokens.AddAsync(Token("admin", null, TokenUse.Admin), false, [], Cancel);
        await Store.Tokens.AddAsync(Token("second"), true, [Event(EventTypes.CredentialReplaced)], Cancel);
        await ReopenAsync();

        Assert.True(await Store.Tokens.AnyAsync(TokenUse.Admin, Cancel));
        Assert.NotNull((await Store.Tokens.FindAsync("token-of-east", Cancel))!.RevokedAt);
        Assert.Null((await Store.Tokens.FindAsync("admin", Cancel))!.RevokedAt);
        var second = await Store.Tokens.FindAsync("second", Cancel);
        Assert.Equal(Token("second") with { Hash = second!.Hash }, second);
        Assert.Equal(Token().Hash, second.Hash);
    }

    [Fact]
    public async Task Keys_are_kept_once()
    {
        var key = new KeyRecord("intents", new JsonWebKey("EC", "P-256", "x", "y", "k1"), Start);
        await Store.Keys.AddAsync(key, [], Cancel);
        await Store.Keys.AddAsync(key with { CreatedAt = Start.AddDays(1) }, [], Cancel);
        await ReopenAsync();
        Assert.Equal([key], await Store.Keys.ListAsync("intents", Cancel));
        Assert.Empty(await Store.Keys.ListAsync("tokens", Cancel));
    }
}
