using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Pdp.EndToEnd.MainJob;
using Pdp.Story;
using Pdp.Story.Staging;
using Pdp.Testing;

namespace Pdp.EndToEnd.Identity;

/// <summary>The life of a certificate, played by the real processes.</summary>
[Lasts(180)]
public sealed class CertificateTests
{
    private const string Id = "certified";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_outlives_its_certificate_while_intents_flow_and_an_agent_that_was_off_recovers()
    {
        await using var plane = await EnrolledPlane.StartAsync();
        await SmallComponent.DeployAsync(plane.Stage, Id, Ct);
        var before = await plane.SessionAsync();
        await plane.Stage.Agent.KillAsync(Ct);
        plane.Stage.Agent.Start();
        var session = await plane.OtherSessionAsync(before);
        Assert.Equal(1, await plane.EventsAsync("agentEnrolled"));

        var (first, expires) = await plane.CertificateAsync();
        for (var replicas = 1; TimeProvider.System.GetUtcNow() < expires; replicas = 3 - replicas)
        {
            var generation = await plane.Stage.ChangeAsync(Id, spec => spec["replicas"] = replicas, Ct);
            await plane.Stage.PhaseAsync(Id, generation, "Healthy", Limit, Ct);
        }

        Assert.Equal(session, await plane.SessionAsync());
        var (second, end) = await plane.CertificateAsync();
        Assert.NotEqual(first, second);

        await plane.Stage.Agent.KillAsync(Ct);
        await Poll.UntilTrueAsync(
            "the certificate to expire", () => Task.FromResult(TimeProvider.System.GetUtcNow() > end), TimeSpan.FromSeconds(2 * EnrolledPlane.Lifetime), Ct);
        plane.Stage.Agent.Start();
        await plane.OtherSessionAsync(session);
        Assert.NotEqual(second, (await plane.CertificateAsync()).Serial);
        Assert.Equal(1, await plane.EventsAsync("agentEnrolled"));
    }

    [Fact]
    public async Task A_revoked_agent_is_out_within_five_seconds_says_what_to_do_and_comes_back_with_a_new_bundle()
    {
        await using var plane = await EnrolledPlane.StartAsync();
        var began = TimeProvider.System.GetTimestamp();

        await plane.Stage.Control.CommandAsync(Ct, "planes", "revoke", plane.Stage.Plane);
        await Poll.UntilTrueAsync("the agent to be out", async () => await plane.SessionAsync() is null, TimeSpan.FromSeconds(5), Ct);
        TestContext.Current.TestOutputHelper?.WriteLine($"out {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.00} s after the command began");
        await plane.SaysAsync($"pdp-control planes renew {plane.Stage.Plane}", Limit);
        using var client = new HttpClient { BaseAddress = plane.Stage.Agent.ApiUrl };
        Assert.Contains("this agent's certificate was revoked", await client.GetStringAsync(new Uri("/readyz", UriKind.Relative), Ct), StringComparison.Ordinal);

        await plane.PutBundleAsync(await plane.Stage.Control.CommandAsync(Ct, "planes", "renew", plane.Stage.Plane));
        await plane.Stage.ConnectedAsync(Ct);
    }

    [Fact]
    public async Task Behind_a_balancer_that_ends_tls_an_agent_enrols_proves_its_key_and_works()
    {
        await using var plane = await EnrolledPlane.StartAsync();
        using var authority = new TestAuthority("Balancer CA");
        using var certificate = authority.IssueServer();
        using var behind = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(Path.Combine(plane.Stage.Control.DataDirectory, "ca.crt"), Ct));
        await using var proxy = TlsEndingProxy.Start(certificate, plane.Stage.Control.Agents, behind);
        var bundle = await plane.Stage.Control.Api.CreatePlaneAsync("balanced", Ct);
        bundle["server"] = $"wss://127.0.0.1:{proxy.Port}/agent/v1/channel";
        bundle["caCertificate"] = authority.CertificatePem;

        await using var agent = await plane.Stage.AddStrangerAsync("balanced", bundle.ToJsonString(), "pdp-balanced", Ct);
        agent.Start();
        await Poll.UntilTrueAsync("the agent to be connected", async () => await StateAsync(plane.Stage) == "connected", Limit, Ct);

        Assert.True(proxy.Connections >= 2, "once to enrol, once to connect");
    }

    private static async Task<string?> StateAsync(Stage stage) =>
        (string?)((JsonNode)await stage.Control.Api.PlaneAsync("balanced", Ct))["connection"]?["state"];
}
