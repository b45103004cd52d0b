using Pdp.ControlStub.Events;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Frames;
using static Pdp.ControlStub.Tests.Store.SampleRecords;

namespace Pdp.ControlStub.Tests.Store;

public abstract partial class ControlStoreTests
{
    private static NewSession Session(string id, string process = "p1", string plane = "east", string? certificate = null) =>
        new(plane, id, process, Start, new AgentRecord("agent-0", "1.2.3", "v1.36.0", [], id), certificate ?? $"C-of-{plane}");

    private async Task AddEnrolledAsync(string plane = "east")
    {
        await Store.AddPlaneAsync(plane);
        await EnrolAsync($"token-of-{plane}", Certificate($"C-of-{plane}", plane: plane));
    }

    private async Task<ConnectionRecord?> ConnectionAsync() => (await Store.Planes.FindAsync("east", Cancel))!.Connection;

    private async Task ReenrolAsync()
    {
        await Store.Tokens.AddAsync(Token("other"), revokeOthers: true, [], Cancel);
        await EnrolAsync("other", Certificate("C2", "k2"));
    }

    [Fact]
    public async Task Who_sits_down_last_has_the_seat()
    {
        Time.SetUtcNow(Start);
        await AddEnrolledAsync();
        Assert.Equal(1, await Store.Sessions.SeatAsync(Session("s1"), [Event(EventTypes.PlaneConnected)], Cancel));
        Assert.Equal(2, await Store.Sessions.SeatAsync(Session("s2", "p2"), [], Cancel));
        Assert.Equal(0, await Store.Sessions.SeatAsync(Session("s3", plane: "nowhere"), [], Cancel));
        Assert.Empty(await Store.Sessions.ListAsync("p1", Cancel));
        Assert.Equal([new SeatRecord("east", "s2", 2)], await Store.Sessions.ListAsync("p2", Cancel));

        // The one that was replaced leaves late, and takes nothing with it.
        await Store.Sessions.LeaveAsync("east", "s1", Start.AddMinutes(1), [Event(EventTypes.PlaneDisconnected)], Cancel);
        Assert.Equal(new ConnectionRecord("s2", Start, 0), await ConnectionAsync());
        await Store.Sessions.LeaveAsync("east", "s2", Start.AddMinutes(2), [], Cancel);
        Assert.Null(await ConnectionAsync());
        var plane = await Store.Planes.FindAsync("east", Cancel);
        Assert.Equal(("s2", Start.AddMinutes(2)), (plane!.Agent!.SessionId, plane.LastSeenAt));
        Assert.Equal(
            [EventTypes.PlaneCreated, EventTypes.AgentEnrolled, EventTypes.PlaneConnected, EventTypes.PlaneDisconnected],
            (await Store.Events.ReadAsync(0, new EventFilter(), 10, Cancel)).Items.Select(e => e.Event.Type));
    }

    [Fact]
    public async Task A_process_that_says_nothing_is_taken_for_dead_and_its_seats_are_freed_later()
    {
        Time.SetUtcNow(Start);
        await AddEnrolledAsync();
        await AddEnrolledAsync("west");
        await Store.Sessions.SeatAsync(Session("s1"), [], Cancel);
        await Store.Sessions.SeatAsync(Session("s2", "p2", "west"), [], Cancel);
        var late = Start + ISessionStore.Lease + TimeSpan.FromSeconds(1);
        await Store.Sessions.RenewAsync("p2", late, Cancel);
        Time.SetUtcNow(late);
        Assert.Null(await ConnectionAsync());
        var listed = (await Store.Planes.ListAsync(null, 10, Cancel)).Items;
        Assert.Equal([null, "s2"], listed.Select(p => p.Connection?.SessionId));

        Assert.Equal(0, await Store.Sessions.ExpireAsync(Start, _ => throw new InvalidOperationException(), Cancel));
        Assert.Equal(1, await Store.Sessions.ExpireAsync(late, s => Happenings.Disconnected(s.Plane, s.SessionId, "processLost", late), Cancel));
        Assert.Empty(await Store.Sessions.ListAsync("p1", Cancel));
        Assert.Single(await Store.Sessions.ListAsync("p2", Cancel));
        var told = (await Store.Events.ReadAsync(4, new EventFilter(), 10, Cancel)).Items;
        Assert.Equal(("east", EventTypes.PlaneDisconnected), (Assert.Single(told).Event.Plane, told[0].Event.Type));
    }

    [Fact]
    public async Task An_expired_seat_can_be_taken_back_until_another_sat_there_or_access_was_revoked()
    {
        await AddEnrolledAsync();
        var seat = new SeatRecord("east", "s1", await Store.Sessions.SeatAsync(Session("s1"), [], Cancel));
        await Store.Sessions.ExpireAsync(Start.AddHours(1), _ => Event(EventTypes.PlaneDisconnected), Cancel);
        Assert.True(await Store.Sessions.ReclaimAsync(seat, "p1", Cancel));
        Assert.Equal([seat], await Store.Sessions.ListAsync("p1", Cancel));
        Assert.True(await Store.Certificates.RevokeAsync("east", Event(EventTypes.CredentialsRevoked), Cancel));
        Assert.False(await Store.Sessions.ReclaimAsync(seat, "p1", Cancel));
        await ReenrolAsync();
        var next = new SeatRecord("east", "s2", await Store.Sessions.SeatAsync(Session("s2", certificate: "C2"), [], Cancel));
        await Store.Sessions.SeatAsync(Session("s3", "p2", certificate: "C2"), [], Cancel);
        Assert.False(await Store.Sessions.ReclaimAsync(next, "p1", Cancel));
    }

    [Fact]
    public async Task A_certificate_that_was_revoked_or_expired_after_it_was_checked_gets_no_seat()
    {
        await AddEnrolledAsync();
        await AddEnrolledAsync("west");
        var seat = new SeatRecord("east", "s1", await Store.Sessions.SeatAsync(Session("s1"), [], Cancel));
        Assert.Equal(0, await Store.Sessions.SeatAsync(Session("s2", certificate: "C-of-west"), [], Cancel));
        Assert.Equal([seat], await Store.Sessions.ListAsync("p1", Cancel));

        Assert.Equal(0, await Store.Sessions.SeatAsync(Session("s2") with { At = Start.AddHours(8) }, [], Cancel));
        await ReenrolAsync();
        Assert.Equal(0, await Store.Sessions.SeatAsync(Session("s3"), [Event(EventTypes.PlaneConnected)], Cancel));
        Assert.Empty(await Store.Sessions.ListAsync("p1", Cancel));
        Assert.DoesNotContain(
            EventTypes.PlaneConnected, (await Store.Events.ReadAsync(0, new EventFilter(), 10, Cancel)).Items.Select(e => e.Event.Type));
        Assert.NotEqual(0, await Store.Sessions.SeatAsync(Session("s4", certificate: "C2"), [], Cancel));
    }

    [Fact]
    public async Task What_the_planes_of_a_process_have_not_answered_can_be_asked()
    {
        Time.SetUtcNow(Start);
        await AddEnrolledAsync();
        await Store.Intents.CommitAsync(Changes((Intent("b", 2), 0), (Intent("a"), 0), (Intent("c", 3, removed: true), 0)), Cancel);
        await Store.Intents.AcknowledgeAsync("east", First, Ack("a"), [], Cancel);
        await Store.Intents.AcknowledgeAsync("east", First, Ack("b", 1, AckOutcome.Stored), [], Cancel);
        await Store.Sessions.SeatAsync(Session("s1"), [], Cancel);
        Assert.Equal([("east", "b"), ("east", "c")], await Store.Intents.UnansweredAsync("p1", Cancel));
        Assert.Empty(await Store.Intents.UnansweredAsync("p2", Cancel));
        Assert.Equal(2, (await ConnectionAsync())!.Outstanding);
    }
}
