using Pdp.Daemon.Identity;
using Pdp.Daemon.Tests.Identity.Stage;
using Pdp.Protocol.Frames;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Identity;

/// <summary>A certificate that is expired, revoked or proved another way.</summary>
public sealed class RecoveryTests : IdentityTest
{
    [Fact]
    public async Task Behind_a_balancer_that_ends_tls_the_key_is_proved_by_a_signature()
    {
        Server.IsBehindBalancer = true;
        await using var agent = Run();

        var session = await Server.NextAsync();

        Assert.Equal(Server.Records.Single().Serial, session.Serial);
    }

    [Fact]
    public async Task An_agent_that_was_away_until_its_certificate_expired_recovers_by_its_key()
    {
        await using (Run()) await Server.NextAsync();
        Clock.Offset = Server.Clock.Offset = TimeSpan.FromDays(7);

        await using var agent = Run();
        var session = await Server.NextAsync();

        Assert.Equal(["enrol 201", "renew 201"], Server.Calls.Where(call => !call.StartsWith("channel", StringComparison.Ordinal)));
        Assert.Equal(Server.Records.Last().Serial, session.Serial);
        Assert.Equal(2, Server.Records.Select(record => record.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_recovery_whose_answer_was_lost_goes_on_with_the_same_new_key()
    {
        await using (Run()) await Server.NextAsync();
        Clock.Offset = Server.Clock.Offset = TimeSpan.FromDays(7);
        Server.LosesAnswers = true;
        await using (Run()) await Eventually.TrueAsync(() => Server.Records.Count >= 2, cancellationToken: Ct);
        Server.LosesAnswers = false;

        await using var agent = Run();
        await Server.NextAsync();

        Assert.Equal(2, Server.Records.Select(record => record.Key).Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agent_whose_clock_is_behind_recovers_too(bool isBehindBalancer)
    {
        await using (Run()) await Server.NextAsync();
        Server.IsBehindBalancer = isBehindBalancer;
        Server.Clock.Offset = TimeSpan.FromDays(7);

        await using var agent = Run();

        var session = await Server.NextAsync();

        Assert.Equal(Server.Records.Last().Serial, session.Serial);
        Assert.Contains("renew 201", Server.Calls);
    }

    [Fact]
    public async Task An_agent_whose_clock_is_ahead_works_all_the_same()
    {
        Clock.Offset = TimeSpan.FromDays(7);
        await using (Run()) await Server.NextAsync();

        await using var agent = Run();

        await Server.NextAsync();
    }

    [Fact]
    public async Task Revoked_it_says_what_to_do_and_a_new_bundle_brings_it_back_with_another_key()
    {
        await using var agent = Run();
        var session = await Server.NextAsync();
        Server.RevokeAll();
        await session.EndAsync(GoodbyeReason.Revoked);

        await LoggedAsync(agent, 2103, "was revoked. Ask your control plane for a new bundle");
        await Eventually.TrueAsync(() => Server.Calls.Count(call => call == "renew 401") >= 2, cancellationToken: Ct);
        Assert.Single(agent.Log.Lines, line => line.Id == 2103);
        Assert.DoesNotContain("enrol 401", Server.Calls);

        Put(Server.NewBundle());
        await Server.NextAsync();

        Assert.Equal(2, Server.Records.Count);
        Assert.Equal(2, Server.Records.Select(record => record.Key).Distinct().Count());
    }

    [Fact]
    public async Task An_enrolment_after_a_revocation_whose_answer_was_lost_keeps_its_key()
    {
        await using (Run()) await Server.NextAsync();
        Server.RevokeAll();
        Put(Server.NewBundle());
        Server.LosesAnswers = true;
        await using (Run()) await Eventually.TrueAsync(() => Server.Records.Count >= 3, cancellationToken: Ct);
        Server.LosesAnswers = false;

        await using var agent = Run();
        await Server.NextAsync();

        Assert.Equal(2, Server.Records.Select(record => record.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_control_plane_built_anew_is_reached_with_its_new_bundle()
    {
        await using (Run()) await Server.NextAsync();
        await using var other = await IdentityServer.StartAsync();
        Put(other.NewBundle());

        await using var agent = Run();

        await other.NextAsync();
        Assert.Null(agent.Get<IdentityStanding>().Advice);
    }

    [Fact]
    public async Task What_is_kept_and_cannot_be_read_keeps_the_agent_from_dialling()
    {
        Store.Put(new Dictionary<string, string> { ["plane"] = IdentityServer.PlaneId, ["tls.crt"] = "x", ["tls.key"] = "c4n4ry" });

        await using var agent = Run();
        var failure = Assert.IsType<Core.Ports.ClusterException>(await agent.NotPrepared.Task.WaitAsync(Ct));

        Assert.Contains("The identity in the Secret pdp/test cannot be used", failure.Message, StringComparison.Ordinal);
        Assert.Equal(failure.Message, agent.Get<IdentityKeeper>().Trouble);
        Assert.DoesNotContain("c4n4ry", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(Server.Calls);
    }
}
