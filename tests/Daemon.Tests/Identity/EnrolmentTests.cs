using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pdp.Core.Ports;
using Pdp.Daemon.Identity;
using Pdp.Daemon.Tests.Identity.Stage;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Identity;

/// <summary>From a token to a certificate, whatever is lost on the way.</summary>
public sealed class EnrolmentTests : IdentityTest
{
    [Fact]
    public async Task The_first_dial_enrols_and_the_certificate_is_shown_in_tls()
    {
        await using var agent = Run();

        var session = await Server.NextAsync();

        Assert.Equal(["enrol 201"], Server.Calls);
        Assert.Equal(Assert.Single(Server.Records).Serial, session.Serial);
        Assert.Equal(0, session.Hello.Trust);
        Assert.Equal(CertificateRequests.HashOf(Bundle), Store.Fields["token-sha256"]);
        Assert.DoesNotContain("pending.key", Store.Fields.Keys);
    }

    [Fact]
    public async Task The_key_is_kept_before_anybody_hears_of_it()
    {
        string? kept = null, asked = null;
        Server.OnCertificateRequest = (context, request) =>
        {
            using var key = SigningKey.FromPem(Store.Fields["pending.key"]);
            asked = request.PublicKeySha256;
            kept = AgentCertificateRequest.TryRead(AgentCertificateRequest.Create(key, null), out var same, out var _) ? same.PublicKeySha256 : null;
            return Task.FromResult(false);
        };
        await using var agent = Run();

        await Server.NextAsync();

        Assert.NotNull(asked);
        Assert.Equal(asked, kept);
    }

    [Fact]
    public async Task A_restart_goes_on_as_the_same_and_needs_no_token()
    {
        await using (Run()) await Server.NextAsync();
        var serial = Server.Records.Single().Serial;

        await using var again = Run();

        Assert.Equal(serial, (await Server.NextAsync()).Serial);
        Assert.Single(Server.Calls, call => call.StartsWith("enrol", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_with_the_same_key_also_after_a_crash_and_by_a_standby()
    {
        Server.LosesAnswers = true;
        await using (Run()) await Eventually.TrueAsync(() => Server.Records.Count >= 2, cancellationToken: Ct);
        Server.LosesAnswers = false;

        await using var standby = Run();
        await Server.NextAsync();

        Assert.Single(Server.Records.Select(record => record.Key).Distinct());
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_stored_is_not_used_and_the_same_key_asks_again()
    {
        var failures = 2;
        Store.BeforeWrite = fields =>
        {
            if (fields.ContainsKey("tls.crt") && failures-- > 0) throw MemoryStore.Away;
        };
        await using var agent = Run();

        var session = await Server.NextAsync();

        Assert.Equal(3, Server.Records.Count);
        Assert.Single(Server.Records.Select(record => record.Key).Distinct());
        Assert.Equal(Server.Records.Last().Serial, session.Serial);
        Assert.Contains(agent.Log.Lines, line => line.Line.Contains("IdentityNotStored", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_the_store_away_nothing_is_asked_for()
    {
        Store.BeforeWrite = _ => throw MemoryStore.Away;
        await using var agent = Run();

        await LoggedAsync(agent, 2001, "IdentityNotStored");

        Assert.Empty(Server.Calls);
    }

    [Fact]
    public async Task Of_two_agents_that_enrol_at_once_one_key_wins_and_both_work_with_it()
    {
        await using var one = Run();
        await using var other = Run();

        await Server.NextAsync();
        await Server.NextAsync();

        Assert.Single(Server.Records.Select(record => record.Key).Distinct());
    }

    [Fact]
    public async Task A_token_that_is_used_up_says_what_to_do_once_and_a_new_bundle_needs_no_restart()
    {
        await using (Run()) await Server.NextAsync();
        Store.Put(new Dictionary<string, string>());
        var events = new SpokenEvents();
        await using var agent = Run(services => services.AddSingleton<IAgentEvents>(events));

        await LoggedAsync(agent, 2103, "pdp-control planes renew plane-1");
        await Eventually.TrueAsync(() => Server.Calls.Count(call => call == "enrol 401") >= 2, cancellationToken: Ct);
        Assert.Single(agent.Log.Lines, line => line.Id == 2103);
        Assert.Equal(["IdentityRefused"], events.Reasons);
        Assert.Contains("pdp-control planes renew plane-1", agent.Get<IdentityStanding>().Advice!, StringComparison.Ordinal);

        Put(Server.NewBundle());
        await Server.NextAsync();

        Assert.Null(agent.Get<IdentityStanding>().Advice);
        Assert.Contains("Enrolled", events.Reasons);
    }

    [Theory]
    [InlineData(500, "UnexpectedAnswer")]
    [InlineData(404, "UnexpectedAnswer")]
    [InlineData(302, "UnexpectedAnswer")]
    [InlineData(201, "UnexpectedAnswer")]
    [InlineData(429, "ServerBusy")]
    [InlineData(503, "ServerBusy")]
    public async Task Any_other_answer_is_tried_again(int status, string failure)
    {
        var times = 2;
        Server.OnCertificateRequest = async (context, _) =>
        {
            if (times-- <= 0) return false;
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "https://elsewhere.invalid/";
            await context.Response.WriteAsync("<html>c4n4ry</html>");
            return true;
        };
        await using var agent = Run();

        await Server.NextAsync();

        Assert.Equal(2, agent.Log.Lines.Count(line => line.Id == 2001 && line.Line.Contains(failure, StringComparison.Ordinal)));
        Assert.DoesNotContain(agent.Log.Lines, line => line.Line.Contains("c4n4ry", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("another key")]
    [InlineData("another plane")]
    [InlineData("no certificate")]
    public async Task A_certificate_that_is_not_what_was_asked_for_is_not_taken(string what)
    {
        using var stranger = SigningKey.Generate();
        Assert.True(AgentCertificateRequest.TryRead(AgentCertificateRequest.Create(stranger, null), out var other, out _));
        Server.OnCertificateRequest = async (context, request) =>
        {
            var pem = what switch
            {
                "another key" => Server.Authority.Issue(other.PublicKey, IdentityServer.PlaneId, Clock.GetUtcNow(), TimeSpan.FromHours(1)),
                "another plane" => Server.Authority.Issue(request.PublicKey, "plane-2", Clock.GetUtcNow(), TimeSpan.FromHours(1)),
                _ => "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
            };
            context.Response.StatusCode = 201;
            await context.Response.BodyWriter.WriteAsync(IdentityMessages.Write(new IssuedCertificate(pem)));
            return true;
        };
        await using var agent = Run();

        await LoggedAsync(agent, 2001, "the certificate issued");

        Assert.DoesNotContain("tls.crt", Store.Fields.Keys);
        Assert.DoesNotContain(Server.Calls, call => call.StartsWith("channel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_not_pinned_never_sees_the_token()
    {
        using var stranger = new TestAuthority();
        Put(Bundle with { CaCertificate = stranger.CertificatePem });
        await using var agent = Run();

        await LoggedAsync(agent, 2001, "ServerNotTrusted");

        Assert.Empty(Server.Calls);
    }

    [Fact]
    public async Task A_bundle_for_another_plane_replaces_the_identity()
    {
        await using (Run()) await Server.NextAsync();
        Put(Server.NewBundle("plane-2"));

        await using var agent = Run();
        await Server.NextAsync();

        Assert.Equal("plane-2", Server.Records.Last().Plane);
        Assert.Equal("plane-2", Store.Fields["plane"]);
        Assert.Equal("plane-2", agent.Get<IControlPlane>().Trust.PlaneId);
        Assert.Contains(agent.Log.Lines, line => line.Id == 2104);
    }

    private sealed class SpokenEvents : IAgentEvents
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _reasons = new();

        public IReadOnlyList<string> Reasons => [.. _reasons];

        public void Note(bool isWarning, string reason, string message) => _reasons.Enqueue(reason);
    }
}
