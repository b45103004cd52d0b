using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Tests.Enrolment;
using Pdp.Protocol;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Gateway;

/// <summary>What the channel makes of certificates shown in TLS.</summary>
public sealed class ShownCertificateTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RunningStub Stub { get; set; } = null!;

    private JsonObject Bundle { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Stub = await RunningStub.StartAsync(time: _time);
        Bundle = await Stub.AddPlaneAsync();
    }

    public ValueTask DisposeAsync() => Stub.DisposeAsync();

    [Fact]
    public async Task An_agent_is_its_certificate_whatever_it_says_of_itself()
    {
        var west = await Stub.AddPlaneAsync("west");
        await using var agent = await ScriptedAgent.DialAsync(west);
        await agent.SendAsync(agent.Hello() with { AgentId = "east" });
        await agent.ExpectAsync<WelcomeFrame>();
        Assert.Equal("never", (string?)(await Stub.SendAsync("GET", "/api/v1/planes/east")).Json["connection"]!["state"]);
        Assert.Equal("connected", (string?)(await Stub.SendAsync("GET", "/api/v1/planes/west")).Json["connection"]!["state"]);
    }

    [Fact]
    public async Task A_revoked_certificate_ends_its_session_and_opens_nothing_until_there_is_a_new_bundle()
    {
        var (agent, _) = await ScriptedAgent.ConnectAsync(Bundle);
        await using var connected = agent;
        Assert.Equal(HttpStatusCode.NoContent, (await Stub.SendAsync("POST", "/api/v1/planes/east/revoke")).Status);
        Assert.Equal(GoodbyeReason.Revoked, (await agent.ExpectAsync<GoodbyeFrame>()).Reason);
        Assert.Equal(CloseCodes.Revoked, await agent.UntilClosedAsync());
        Assert.Equal(IdentityRefusal.CertificateRevoked, await RefusedAsync((await AgentIdentity.OfAsync(Bundle)).ForTls()));

        var fresh = (await Stub.SendAsync("POST", "/api/v1/planes/east/bundle")).Expect(HttpStatusCode.Created);
        var (back, _) = await ScriptedAgent.ConnectAsync(fresh);
        await back.DisposeAsync();
    }

    [Fact]
    public async Task A_new_bundle_leaves_the_session_alone_until_somebody_enrols_with_it()
    {
        var (agent, _) = await ScriptedAgent.ConnectAsync(Bundle);
        await using var connected = agent;
        var fresh = (await Stub.SendAsync("POST", "/api/v1/planes/east/bundle")).Expect(HttpStatusCode.Created);
        await agent.SendAsync(new PingFrame(1));
        await agent.ExpectAsync<PongFrame>();
        await AgentIdentity.EnrolAsync(fresh);
        Assert.Equal(GoodbyeReason.Revoked, (await agent.ExpectAsync<GoodbyeFrame>()).Reason);
    }

    [Fact]
    public async Task A_deleted_plane_has_no_session_and_no_certificate()
    {
        var (agent, _) = await ScriptedAgent.ConnectAsync(Bundle);
        await using var connected = agent;
        await Stub.SendAsync("DELETE", "/api/v1/planes/east");
        Assert.Equal(GoodbyeReason.Revoked, (await agent.ExpectAsync<GoodbyeFrame>()).Reason);
        Assert.Equal(IdentityRefusal.CertificateRefused, await RefusedAsync((await AgentIdentity.OfAsync(Bundle)).ForTls()));
    }

    [Fact]
    public async Task An_expired_certificate_opens_nothing_and_its_agent_is_told_what_to_do()
    {
        var shown = (await AgentIdentity.OfAsync(Bundle)).ForTls();
        _time.Advance(TimeSpan.FromHours(24.1));
        Assert.Equal(IdentityRefusal.CertificateExpired, await RefusedAsync(shown, "POST /agent/v1/renew"));
    }

    /// <summary>Certificates of this very authority, or of one that looks like it, that were not issued by this control plane.</summary>
    [Theory]
    [InlineData("not on record")]
    [InlineData("another authority of the same name")]
    [InlineData("for servers")]
    [InlineData("for servers too")]
    [InlineData("for anything")]
    [InlineData("spiffe://pdp/plane/east spiffe://pdp/plane/west")]
    [InlineData("spiffe://pdp/plane/EAST")]
    [InlineData("spiffe://pdp:443/plane/east")]
    [InlineData("spiffe://pdp/plane/east?x")]
    [InlineData("spiffe://other/plane/east")]
    [InlineData("https://pdp/plane/east")]
    [InlineData("the serial number of another")]
    [InlineData("signed by itself")]
    public async Task A_certificate_made_elsewhere_opens_nothing_even_with_a_stolen_authority(string what)
    {
        using var forged = await ForgeAsync(what);
        var refusal = await RefusedAsync(SslStreamCertificateContext.Create(forged, null, offline: true));
        Assert.Equal(IdentityRefusal.CertificateRefused, refusal);
        Assert.Equal("never", (string?)(await Stub.SendAsync("GET", "/api/v1/planes/east")).Json["connection"]!["state"]);
    }

    [Fact]
    public async Task The_certificate_of_the_control_plane_itself_opens_nothing()
    {
        using var authority = CertificateAuthority.Open(Stub.Data, isFirstStart: false, _time);
        using var server = authority.IssueServer(["localhost"]);
        Assert.Equal(IdentityRefusal.CertificateRefused, await RefusedAsync(SslStreamCertificateContext.Create(server, null, offline: true)));
    }

    // Signed by the true authority unless said otherwise: not even who steals its key is an agent without a record.
    private async Task<X509Certificate2> ForgeAsync(string what)
    {
        using var own = X509Certificate2.CreateFromPemFile(
            Path.Combine(Stub.Data, CertificateAuthority.CertificateFileName), Path.Combine(Stub.Data, CertificateAuthority.KeyFileName));
        using var foreign = new TestAuthority("pdp-control authority");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=pdp-agent", key, HashAlgorithmName.SHA256);
        var uris = what.Contains("://", StringComparison.Ordinal) ? what.Split(' ') : ["spiffe://pdp/plane/east"];
        request.CertificateExtensions.Add(HostileRequests.Names(uris));
        string[] purposes = what switch
        {
            "for servers" => ["1.3.6.1.5.5.7.3.1"],
            "for servers too" => ["1.3.6.1.5.5.7.3.1", IdentityCertificate.ClientAuthentication],
            "for anything" => ["2.5.29.37.0"],
            _ => [IdentityCertificate.ClientAuthentication],
        };
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. purposes.Select(p => new Oid(p))], critical: false));
        var serial = what == "the serial number of another" ? await SerialAsync() : RandomNumberGenerator.GetBytes(16);
        var (from, until) = (_time.GetUtcNow().AddMinutes(-1), _time.GetUtcNow().AddHours(1));
        using var issued = what switch
        {
            "signed by itself" => request.Create(own.SubjectName, X509SignatureGenerator.CreateForECDsa(key), from, until, serial),
            "another authority of the same name" => request.Create(foreign.Certificate, from, until, serial),
            _ => request.Create(own, from, until, serial),
        };
        return issued.CopyWithPrivateKey(key);
    }

    private async Task<byte[]> SerialAsync()
    {
        using var certificate = (await AgentIdentity.OfAsync(Bundle)).Read();
        return Convert.FromHexString(certificate.Serial);
    }

    // What is answered to a dial; read by HTTP, for a WebSocket client does not show the body.
    private async Task<IdentityRefusal?> RefusedAsync(SslStreamCertificateContext shown, string? told = null)
    {
        await Assert.ThrowsAsync<WebSocketException>(() => ScriptedAgent.DialAsync(Bundle, shown));
        using var client = AgentPost.Client(Bundle, shown);
        using var response = await client.GetAsync(ProtocolLimits.ChannelPath, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains(told ?? "", text);
        return IdentityProblem.Read(Encoding.UTF8.GetBytes(text));
    }
}
