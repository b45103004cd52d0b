using Pdp.Daemon.Tests.Identity.Stage;
using Pdp.Protocol.Frames;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Identity;

/// <summary>Certificates that are renewed on a session that goes on.</summary>
public sealed class RenewalTests : IdentityTest
{
    [Fact]
    public async Task A_certificate_is_renewed_on_the_session_again_and_again_and_the_next_dial_shows_the_newest()
    {
        Server.Lifetime = TimeSpan.FromSeconds(2);
        await using (Run())
        {
            var session = await Server.NextAsync();
            Assert.IsType<RenewFrame>(await session.NextAsync());
            Server.Lifetime = TimeSpan.FromHours(1);
            Assert.IsType<RenewFrame>(await session.NextAsync());
            await Eventually.TrueAsync(() => Store.Fields["tls.crt"] is { } kept && IsNewest(kept), cancellationToken: Ct);
            await session.SendAsync(new PingFrame(1));
            Assert.IsType<PongFrame>(await session.NextAsync());
            Assert.False(session.IsOver);
        }

        await using var again = Run();

        var next = await Server.NextAsync();

        Assert.Equal(Server.Records.Last().Serial, next.Serial);
        Assert.Equal(Server.Records.Count, Server.Records.Select(record => record.Key).Distinct().Count());
        Assert.DoesNotContain(Server.Calls, call => call.StartsWith("renew", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_renewal_is_tried_again_with_the_same_key_and_the_session_goes_on()
    {
        Server.Lifetime = TimeSpan.FromSeconds(2);
        Server.RefusesRenewals = ErrorCode.RenewRefused;
        await using var agent = Run();
        var session = await Server.NextAsync();
        var first = Assert.IsType<RenewFrame>(await session.NextAsync());
        await LoggedAsync(agent, 2102, "RenewRefused");
        Server.RefusesRenewals = null;
        Server.Lifetime = TimeSpan.FromHours(1);

        var second = Assert.IsType<RenewFrame>(await session.NextAsync());

        await LoggedAsync(agent, 2101);
        Assert.NotEqual(first.RequestId, second.RequestId);
        Assert.Equal(KeyOf(first), KeyOf(second));
        Assert.False(session.IsOver);
    }

    [Fact]
    public async Task With_the_cluster_away_the_old_certificate_goes_on_and_the_new_one_is_not_used_before_it_is_stored()
    {
        Server.Lifetime = TimeSpan.FromSeconds(2);
        await using var agent = Run();
        var session = await Server.NextAsync();
        var isAway = true;
        Store.BeforeWrite = fields =>
        {
            if (isAway && !fields.ContainsKey("pending.key")) throw MemoryStore.Away;
        };
        Server.Lifetime = TimeSpan.FromHours(1);
        Assert.IsType<RenewFrame>(await session.NextAsync());
        await LoggedAsync(agent, 2108);
        Assert.Equal(Server.Records.First().Serial, agent.Get<Daemon.Identity.IdentityKeeper>().Active!.Certificate.Serial);

        isAway = false;
        await LoggedAsync(agent, 2101);

        Assert.Equal(2, Server.Records.Select(record => record.Key).Distinct().Count());
        Assert.False(session.IsOver);
    }

    [Fact]
    public async Task A_session_that_the_server_ends_for_expiry_is_followed_by_one_with_a_new_certificate()
    {
        await using var agent = Run();
        var session = await Server.NextAsync();
        Server.Clock.Offset = Clock.Offset = TimeSpan.FromDays(2);
        await session.EndAsync(GoodbyeReason.Expired);

        var next = await Server.NextAsync();

        Assert.Equal(Server.Records.Last().Serial, next.Serial);
        Assert.Contains("renew 201", Server.Calls);
    }

    private bool IsNewest(string pem)
    {
        Assert.True(Protocol.Identity.IdentityCertificate.TryRead(pem, out var certificate, out _));
        using (certificate) return certificate.Serial == Server.Records.Last().Serial && certificate.NotAfter > Clock.GetUtcNow().AddMinutes(10);
    }

    private static string KeyOf(RenewFrame renew) =>
        Protocol.Identity.AgentCertificateRequest.TryRead(renew.Csr, out var request, out _) ? request.PublicKeySha256 : "";
}
