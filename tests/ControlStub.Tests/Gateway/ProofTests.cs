using System.Net;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Tests.Enrolment;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Gateway;

/// <summary>Who no certificate was seen of, as behind a load balancer that ends TLS, proves on the channel who it is.</summary>
public sealed class ProofTests : IAsyncLifetime
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
    public async Task A_proof_is_worth_what_a_shown_certificate_is()
    {
        var (agent, challenge) = await ChallengedAsync();
        await using var connected = agent;
        await agent.SendAsync(Identity.Prove(challenge));
        var welcome = await agent.ExpectAsync<WelcomeFrame>();
        Assert.Equal(welcome.SessionId, (string?)(await PlaneAsync())["connection"]!["sessionId"]);
        await Stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", Samples.Web);
        Assert.Equal("web", (await agent.StoreNextAsync()).Id);
        await Stub.SendAsync("POST", "/api/v1/planes/east/revoke");
        Assert.Equal(GoodbyeReason.Revoked, (await agent.ExpectAsync<GoodbyeFrame>()).Reason);
    }

    [Fact]
    public async Task Before_the_proof_nothing_is_done_for_any_plane()
    {
        var (live, _) = await ScriptedAgent.ConnectAsync(Bundle);
        await using var connected = live;
        for (var i = 0; i < 40; i++)
        {
            var (stranger, _) = await ChallengedAsync();
            await stranger.DisposeAsync();
        }

        // Neither replaced nor slowed down.
        await live.SendAsync(new PingFrame(1));
        await live.ExpectAsync<PongFrame>();
        var (again, _) = await ScriptedAgent.ConnectAsync(Bundle);
        await again.DisposeAsync();
    }

    [Fact]
    public async Task A_proof_of_another_session_proves_nothing()
    {
        var (first, challenge) = await ChallengedAsync();
        await using var one = first;
        var (second, other) = await ChallengedAsync();
        await using var two = second;
        Assert.NotEqual(challenge.Nonce, other.Nonce);
        await second.SendAsync(Identity.Prove(challenge));
        await ExpectRefusalAsync(second);
    }

    [Fact]
    public async Task A_proof_by_another_key_or_of_a_certificate_of_elsewhere_proves_nothing()
    {
        using var thief = SigningKey.Generate();
        await ExpectRefusalAsync(challenge => new ProofFrame(Identity.Certificate, ProofOfKey.SignChallenge(thief, challenge.Nonce)));
        await ExpectRefusalAsync(challenge => new ProofFrame("no certificate", ProofOfKey.SignChallenge(thief, challenge.Nonce)));
        await ExpectRefusalAsync(_ => new ProofFrame(Identity.Certificate, "no-signature"));
        await using var elsewhere = await RunningStub.StartAsync();
        var foreign = await AgentIdentity.EnrolAsync(await elsewhere.AddPlaneAsync());
        await ExpectRefusalAsync(foreign.Prove);
        // A signature made for a renewal is none for a challenge, whatever is signed.
        await ExpectRefusalAsync(_ => new ProofFrame(Identity.Certificate, Identity.Renewal(thief).Signature));
        Assert.Equal("never", (string?)(await PlaneAsync())["connection"]!["state"]);
    }

    [Fact]
    public async Task A_revoked_or_expired_certificate_is_told_so_to_who_has_its_key_only()
    {
        var fresh = (await Stub.SendAsync("POST", "/api/v1/planes/east/bundle")).Expect(HttpStatusCode.Created);
        var later = await AgentIdentity.EnrolAsync(fresh);
        await ExpectGoodbyeAsync(Identity.Prove, GoodbyeReason.Revoked);
        _time.Advance(TimeSpan.FromHours(25));
        await ExpectGoodbyeAsync(later.Prove, GoodbyeReason.Expired);
        using var thief = SigningKey.Generate();
        await ExpectRefusalAsync(challenge => new ProofFrame(Identity.Certificate, ProofOfKey.SignChallenge(thief, challenge.Nonce)));
    }

    [Fact]
    public async Task A_proof_that_does_not_come_in_time_ends_the_connection()
    {
        var (agent, _) = await ChallengedAsync();
        await using var connected = agent;
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(GoodbyeReason.ProtocolViolation, (await agent.ExpectAsync<GoodbyeFrame>()).Reason);
        Assert.Equal(CloseCodes.PolicyViolation, await agent.UntilClosedAsync());
    }

    [Fact]
    public async Task A_frame_that_may_only_come_after_welcome_ends_the_connection()
    {
        var (agent, _) = await ChallengedAsync();
        await using var connected = agent;
        using var next = SigningKey.Generate();
        await agent.SendAsync(new RenewFrame("r-1", AgentCertificateRequest.Create(next, null)));
        Assert.Equal(ErrorCode.WrongOrder, (await agent.ExpectAsync<ErrorFrame>()).Code);
    }

    [Fact]
    public async Task A_plane_that_dials_all_the_time_is_told_when_to_come_back()
    {
        for (var i = 0; i < 30; i++)
        {
            var (agent, _) = await ScriptedAgent.ConnectAsync(Bundle);
            await agent.DisposeAsync();
        }

        var (late, challenge) = await ChallengedAsync();
        await using var connected = late;
        await late.SendAsync(Identity.Prove(challenge));
        var goodbye = await late.ExpectAsync<GoodbyeFrame>();
        Assert.Equal(GoodbyeReason.Overloaded, goodbye.Reason);
        Assert.True(goodbye.RetryAfter >= 1);
    }

    [Fact]
    public async Task A_process_that_stops_says_goodbye_to_who_has_not_proved_anything_yet()
    {
        var (agent, _) = await ChallengedAsync();
        await using var connected = agent;
        var stopping = Stub.Server.DisposeAsync();
        Assert.Equal(GoodbyeReason.ShuttingDown, (await agent.ExpectAsync<GoodbyeFrame>()).Reason);
        await agent.UntilClosedAsync();
        await stopping;
    }

    private async Task<(ScriptedAgent Agent, ChallengeFrame Challenge)> ChallengedAsync()
    {
        var agent = await ScriptedAgent.DialAsync(Bundle, shown: null);
        await agent.SendAsync(agent.Hello());
        return (agent, await agent.ExpectAsync<ChallengeFrame>());
    }

    private async Task ExpectRefusalAsync(Func<ChallengeFrame, ProofFrame> prove)
    {
        var (agent, challenge) = await ChallengedAsync();
        await using var connected = agent;
        await agent.SendAsync(prove(challenge));
        await ExpectRefusalAsync(agent);
    }

    private static async Task ExpectRefusalAsync(ScriptedAgent agent)
    {
        Assert.Equal(ErrorCode.ProofRefused, (await agent.ExpectAsync<ErrorFrame>()).Code);
        Assert.Equal(GoodbyeReason.ProtocolViolation, (await agent.ExpectAsync<GoodbyeFrame>()).Reason);
        Assert.Equal(CloseCodes.PolicyViolation, await agent.UntilClosedAsync());
    }

    private async Task ExpectGoodbyeAsync(Func<ChallengeFrame, ProofFrame> prove, GoodbyeReason reason)
    {
        var (agent, challenge) = await ChallengedAsync();
        await using var connected = agent;
        await agent.SendAsync(prove(challenge));
        Assert.Equal(reason, (await agent.ExpectAsync<GoodbyeFrame>()).Reason);
        await agent.UntilClosedAsync();
    }

    private async Task<JsonObject> PlaneAsync() => (await Stub.SendAsync("GET", "/api/v1/planes/east")).Expect(HttpStatusCode.OK);
}
