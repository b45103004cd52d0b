using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.Daemon.Channel.Dialling;
using Pdp.Daemon.Tests.Channel.Stage;
using Pdp.Protocol.Bootstrap;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Channel.Dialling;

/// <summary>Each over a real TLS connection to a server with another certificate.</summary>
public sealed class ServerTrustTests
{
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Another_authority_of_the_same_name_is_not_trusted()
    {
        using var stranger = new TestAuthority();
        await AssertRefusedAsync("not issued by what is pinned", bundle => bundle with { CaCertificate = stranger.CertificatePem });
    }

    [Fact]
    public Task A_certificate_for_another_name_is_not_trusted() =>
        AssertRefusedAsync("another name", certificate: authority => authority.IssueServer("elsewhere.example"));

    [Fact]
    public Task An_expired_certificate_is_not_trusted() =>
        AssertRefusedAsync("NotTimeValid", certificate: authority => authority.IssueServer(_now - _day, _now - (_day / 2)));

    [Fact]
    public void A_clients_certificate_does_not_make_a_server()
    {
        using var authority = new TestAuthority();
        using var client = authority.IssueClient("localhost");
        using var trust = new ServerTrust(authority.CertificatePem, []);

        Assert.Contains("NotValidForUsage", Judge(trust, client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pinned_authority_among_several_is_enough()
    {
        using var other = new TestAuthority("another");
        await AssertTrustedAsync(bundle => bundle with { CaCertificate = other.CertificatePem + "\n" + bundle.CaCertificate });
    }

    [Fact]
    public async Task The_pinned_key_of_the_server_itself_is_enough()
    {
        using var authority = new TestAuthority();
        using var server = authority.IssueServer();
        await AssertTrustedAsync(bundle => bundle with { CaCertificate = null, PublicKeyPins = [PublicKeyPin.Of(server).Text] }, _ => server);
    }

    [Fact]
    public async Task Another_key_than_the_pinned_one_is_not_trusted()
    {
        using var authority = new TestAuthority();
        using var other = authority.IssueServer();
        await AssertRefusedAsync("pinned", bundle => bundle with { CaCertificate = null, PublicKeyPins = [PublicKeyPin.Of(other).Text] });
    }

    [Fact]
    public async Task With_both_kinds_of_pins_both_must_hold()
    {
        using var authority = new TestAuthority();
        using var server = authority.IssueServer();
        using var other = authority.IssueServer();
        using var stranger = new TestAuthority();

        await AssertTrustedAsync(bundle => bundle with { CaCertificate = authority.CertificatePem, PublicKeyPins = [PublicKeyPin.Of(server).Text] }, _ => server);
        await AssertRefusedAsync(
            "pinned public key", bundle => bundle with { CaCertificate = authority.CertificatePem, PublicKeyPins = [PublicKeyPin.Of(other).Text] }, _ => server);
        await AssertRefusedAsync(
            "not issued", bundle => bundle with { CaCertificate = stranger.CertificatePem, PublicKeyPins = [PublicKeyPin.Of(server).Text] }, _ => server);
    }

    [Fact]
    public void The_pinned_key_of_an_authority_counts_only_where_it_signed()
    {
        using var authority = new TestAuthority();
        using var forger = new TestAuthority();
        using var real = authority.IssueServer();
        using var forged = forger.IssueServer();
        using var trust = new ServerTrust(null, [PublicKeyPin.Of(authority.Certificate).Text]);

        Assert.Null(Judge(trust, real, authority.Certificate));
        // The same name for the authority, its certificate sent along, and another key under the server's certificate.
        Assert.NotNull(Judge(trust, forged, authority.Certificate));
        Assert.NotNull(Judge(trust, forged, authority.Certificate, forger.Certificate));
        // The authority's certificate was not sent, so nothing pinned is in the chain.
        Assert.NotNull(Judge(trust, real));
    }

    [Fact]
    public void A_server_certificate_cannot_issue_others()
    {
        using var authority = new TestAuthority();
        using var leaf = authority.IssueServer();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var child = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).Create(
            leaf.SubjectName, X509SignatureGenerator.CreateForECDsa(leaf.GetECDsaPrivateKey()!), _now - (_day / 2), _now + _day, [1, 2, 3, 4]);
        using var byAuthority = new ServerTrust(authority.CertificatePem, []);
        using var byKey = new ServerTrust(null, [PublicKeyPin.Of(leaf).Text]);

        Assert.NotNull(Judge(byAuthority, child, leaf));
        Assert.NotNull(Judge(byKey, child, leaf, authority.Certificate));
    }

    [Theory]
    [InlineData(null, new string[0])]
    [InlineData("", new string[0])]
    [InlineData("-----BEGIN CERTIFICATE-----", new string[0])]
    [InlineData(null, new[] { "sha256/AAAA" })]
    public void Trust_that_cannot_be_read_is_an_error_and_never_more_trust(string? ca, string[] pins) =>
        Assert.Throws<ArgumentException>(() => new ServerTrust(ca, pins).Dispose());

    private static string? Judge(ServerTrust trust, X509Certificate2 leaf, params X509Certificate2[] sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        return trust.Refusal(leaf, chain, System.Net.Security.SslPolicyErrors.RemoteCertificateChainErrors);
    }

    private static async Task AssertTrustedAsync(Func<BootstrapBundle, BootstrapBundle> pin, Func<TestAuthority, X509Certificate2>? certificate = null)
    {
        await using var plane = await ScriptedControlPlane.StartAsync(certificate: certificate);
        await using var channel = RunningChannel.Start(pin(plane.Bundle));
        await plane.NextWelcomedAsync();
    }

    private static async Task AssertRefusedAsync(
        string why, Func<BootstrapBundle, BootstrapBundle>? pin = null, Func<TestAuthority, X509Certificate2>? certificate = null)
    {
        await using var plane = await ScriptedControlPlane.StartAsync(certificate: certificate);
        await using var channel = RunningChannel.Start((pin ?? (bundle => bundle))(plane.Bundle));

        await Eventually.TrueAsync(
            () => channel.Log.Lines.Any(line => line.Id == 2001), cancellationToken: TestContext.Current.CancellationToken);

        var line = channel.Log.Lines.First(line => line.Id == 2001).Line;
        Assert.Contains("ServerNotTrusted", line, StringComparison.Ordinal);
        Assert.Contains(why, line, StringComparison.Ordinal);
        Assert.Equal(0, plane.Dials);
    }
}
