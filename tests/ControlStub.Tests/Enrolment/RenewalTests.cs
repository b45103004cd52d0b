using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Tests.Gateway;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Enrolment;

public sealed class RenewalTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    private RunningStub Stub { get; set; } = null!;

    private JsonObject Bundle { get; set; } = null!;

    private AgentIdentity Identity { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Stub = await RunningStub.StartAsync(time: _time);
        Bundle = await Stub.AddPlaneAsync();
        Identity = await AgentIdentity.OfAsync(Bundle);
    }

    public ValueTask DisposeAsync() => Stub.DisposeAsync();

    [Fact]
    public async Task A_session_is_given_its_next_certificate_and_lasts_as_long_as_that()
    {
        var (agent, _) = await ScriptedAgent.ConnectAsync(Bundle);
        await using var connected = agent;
        using var next = SigningKey.Generate();
        PassTime(TimeSpan.FromHours(16));
        var renewed = await RenewAsync(agent, AgentCertificateRequest.Create(next, AgentIdentity.East));
        var identity = new AgentIdentity(next, Assert.IsType<RenewedFrame>(renewed).Certificate);
        using var certificate = identity.Read();
        Assert.InRange(certificate.NotAfter - _time.GetUtcNow(), TimeSpan.FromHours(23), TimeSpan.FromHours(24));

        // The first one's end passes, and the session goes on; the next dial shows the new one.
        PassTime(TimeSpan.FromHours(9));
        await agent.SendAsync(new PingFrame(7));
        await agent.ExpectAsync<PongFrame>();
        await using var again = await ScriptedAgent.DialAsync(Bundle, identity.ForTls());
        await again.SendAsync(again.Hello());
        await again.ExpectAsync<WelcomeFrame>();
        Assert.Equal("certificateRenewed", (string?)(await EventsAsync("certificateRenewed")).Single()!["type"]);
    }

    [Fact]
    public async Task A_session_ends_with_its_certificate()
    {
        var (agent, _) = await ScriptedAgent.ConnectAsync(Bundle);
        await using var connected = agent;
        PassTime(TimeSpan.FromHours(25));
        Assert.Equal(GoodbyeReason.Expired, (await agent.ExpectAsync<GoodbyeFrame>()).Reason);
        Assert.Equal(CloseCodes.Expired, await agent.UntilClosedAsync());
    }

    [Theory]
    [InlineData("spiffe://pdp/plane/west", ErrorCode.WrongPlane, "wrongPlane")]
    [InlineData("P-384", ErrorCode.BadCsr, "badCsr")]
    [InlineData("a signature by another key", ErrorCode.BadCsr, "badCsr")]
    public async Task A_request_for_another_plane_or_a_bad_one_gets_nothing_and_the_session_goes_on(string what, ErrorCode code, string recorded)
    {
        var (agent, _) = await ScriptedAgent.ConnectAsync(Bundle);
        await using var connected = agent;
        var error = Assert.IsType<ErrorFrame>(await RenewAsync(agent, HostileRequests.Make(what)));
        Assert.Equal((code, "r-1"), (error.Code, error.About));
        Assert.Equal(recorded, (string?)(await EventsAsync("renewalRefused")).Single()!["data"]!["reason"]);
        using var next = SigningKey.Generate();
        Assert.IsType<RenewedFrame>(await RenewAsync(agent, AgentCertificateRequest.Create(next, null)));
    }

    [Fact]
    public async Task An_expired_certificate_is_renewed_for_who_has_its_key_and_once_more_for_the_same_new_key()
    {
        _time.Advance(TimeSpan.FromDays(20));
        using var next = SigningKey.Generate();
        var renewal = Identity.Renewal(next, AgentIdentity.East);
        var first = (await AgentPost.RenewAsync(Bundle, renewal)).Expect(HttpStatusCode.Created);
        // The answer was lost: what was sent is sent again.
        (await AgentPost.RenewAsync(Bundle, renewal)).Expect(HttpStatusCode.Created);
        using var other = SigningKey.Generate();
        await RefusedAsync(Identity.Renewal(other), IdentityRefusal.CertificateSuperseded, "superseded");
        await using var agent = await ScriptedAgent.DialAsync(Bundle, new AgentIdentity(next, (string)first["certificate"]!).ForTls());
        await agent.SendAsync(agent.Hello());
        await agent.ExpectAsync<WelcomeFrame>();
    }

    [Fact]
    public async Task A_certificate_that_is_good_yet_is_renewed_too_for_clocks_differ()
    {
        using var next = SigningKey.Generate();
        (await AgentPost.RenewAsync(Bundle, Identity.Renewal(next))).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_certificate_that_expired_too_long_ago_is_not()
    {
        _time.Advance(TimeSpan.FromDays(31.1));
        using var next = SigningKey.Generate();
        await RefusedAsync(Identity.Renewal(next), IdentityRefusal.CertificateExpired, "certificateExpired");
    }

    [Fact]
    public async Task A_revoked_one_is_not_whether_expired_or_not()
    {
        await Stub.SendAsync("POST", "/api/v1/planes/east/revoke");
        using var next = SigningKey.Generate();
        await RefusedAsync(Identity.Renewal(next), IdentityRefusal.CertificateRevoked, "certificateRevoked");
        _time.Advance(TimeSpan.FromDays(2));
        await RefusedAsync(Identity.Renewal(next), IdentityRefusal.CertificateRevoked, "certificateRevoked");
    }

    [Fact]
    public async Task Who_does_not_have_the_old_key_gets_nothing()
    {
        using var next = SigningKey.Generate();
        var good = Identity.Renewal(next);
        using var thief = SigningKey.Generate();
        var stolen = good with { Signature = ProofOfKey.SignRenewal(thief, good.Csr) };
        await RefusedAsync(stolen, IdentityRefusal.CertificateRefused, "unknown");
        // A signature for one request is worth nothing for another.
        var swapped = good with { Csr = AgentCertificateRequest.Create(thief, null) };
        await RefusedAsync(swapped, IdentityRefusal.CertificateRefused, "unknown");
        await RefusedAsync(Identity.Renewal(next, PlaneUri.Of("pdp", "west")), IdentityRefusal.WrongPlane, "wrongPlane");
        (await AgentPost.RenewAsync(Bundle, good)).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_of_the_same_name_gets_nothing()
    {
        await using var elsewhere = await RunningStub.StartAsync();
        var foreign = await AgentIdentity.EnrolAsync(await elsewhere.AddPlaneAsync());
        using var next = SigningKey.Generate();
        await RefusedAsync(foreign.Renewal(next), IdentityRefusal.CertificateRefused, "unknown");
    }

    [Fact]
    public async Task Renewal_after_the_end_can_be_turned_off()
    {
        await using var strict = await RunningStub.StartAsync(o => o with { Enrolment = o.Enrolment with { RenewExpiredSeconds = 0 } }, _time);
        var bundle = await strict.AddPlaneAsync();
        var identity = await AgentIdentity.EnrolAsync(bundle);
        _time.Advance(TimeSpan.FromHours(24.1));
        using var next = SigningKey.Generate();
        var reply = await AgentPost.RenewAsync(bundle, identity.Renewal(next));
        Assert.Equal(IdentityRefusal.CertificateExpired, IdentityProblem.Read(Encoding.UTF8.GetBytes(reply.Text)));
    }

    // Without the heartbeats of all that time: the wall clock, and then one tick of the sessions' clock.
    private void PassTime(TimeSpan time)
    {
        _time.SetUtcNow(_time.GetUtcNow() + time);
        _time.Advance(TimeSpan.FromSeconds(1));
    }

    private static async Task<Frame> RenewAsync(ScriptedAgent agent, string csr)
    {
        await agent.SendAsync(new RenewFrame("r-1", csr));
        return await agent.ExpectAsync<Frame>(exactly: false);
    }

    private async Task RefusedAsync(ExpiredRenewal renewal, IdentityRefusal refusal, string recorded)
    {
        var reply = await AgentPost.RenewAsync(Bundle, renewal);
        Assert.Equal(refusal, IdentityProblem.Read(Encoding.UTF8.GetBytes(reply.Text)));
        Assert.Equal(IdentityProblem.Status(refusal), (int)reply.Status);
        Assert.Equal(recorded, (string?)(await EventsAsync("renewalRefused"))[^1]!["data"]!["reason"]);
    }

    private async Task<IReadOnlyList<JsonNode?>> EventsAsync(string type) =>
        [.. (await Stub.SendAsync("GET", "/api/v1/events?limit=1000", headers: ("Accept", "application/json"))).Json["items"]!.AsArray()
            .Where(e => (string?)e!["type"] == type)];
}
