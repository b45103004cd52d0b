using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Pdp.Kubernetes.Configuration;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Tests.Support;
using Pdp.Kubernetes.Transport;
using Pdp.Testing;

namespace Pdp.Kubernetes.Tests.Transport;

public sealed class TlsTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_server_signed_by_the_configured_authority_is_trusted_and_spoken_to_in_http2()
    {
        await using var server = await StartAsync(_authority.IssueServer());
        using var api = server.Client(config: Trusting(server, _authority.CertificatePem));

        await api.GetServerVersionAsync(Stop);

        Assert.Equal("HTTP/2", Assert.Single(server.Requests).Protocol);
    }

    [Fact]
    public async Task A_server_that_speaks_no_http2_is_spoken_to_in_http1()
    {
        await using var server = await StartAsync(_authority.IssueServer(), protocols: HttpProtocols.Http1);
        using var api = server.Client(config: Trusting(server, _authority.CertificatePem));

        await api.GetServerVersionAsync(Stop);

        Assert.Equal("HTTP/1.1", Assert.Single(server.Requests).Protocol);
    }

    [Fact]
    public async Task A_server_signed_by_another_authority_of_the_same_name_is_refused_at_once()
    {
        using var impostor = new TestAuthority();
        await using var server = await StartAsync(impostor.IssueServer());
        using var api = server.Client(config: Trusting(server, _authority.CertificatePem));

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.GetServerVersionAsync(Stop));

        Assert.Equal(StatusReason.Untrusted, error.Status.Reason);
        Assert.Contains("not trusted by the configured authority: PartialChain", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Without_an_authority_a_private_one_is_refused_by_the_systems_roots()
    {
        await using var server = await StartAsync(_authority.IssueServer());
        using var api = server.Client(config: server.Config);

        Assert.Equal(StatusReason.Untrusted, (await Assert.ThrowsAsync<KubernetesException>(() => api.GetServerVersionAsync(Stop))).Status.Reason);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_unless_that_name_is_configured()
    {
        await using var server = await StartAsync(_authority.IssueServer("kubernetes.default.svc"));
        var trusting = Trusting(server, _authority.CertificatePem);

        using (var api = server.Client(config: trusting))
        {
            var error = await Assert.ThrowsAsync<KubernetesException>(() => api.GetServerVersionAsync(Stop));
            Assert.Contains("tls-server-name", error.Message, StringComparison.Ordinal);
        }
        using var named = server.Client(config: trusting with { Trust = trusting.Trust with { ServerName = "kubernetes.default.svc" } });
        await named.GetServerVersionAsync(Stop);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var server = await StartAsync(_authority.IssueServer(now.AddHours(-20), now.AddHours(-1)));
        using var api = server.Client(config: Trusting(server, _authority.CertificatePem));

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.GetServerVersionAsync(Stop));

        Assert.Contains("NotTimeValid", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_certificate_does_not_pass_for_a_server()
    {
        var check = new ServerCertificateCheck(new TrustAnchors(PemSource.FromText(_authority.CertificatePem), TimeProvider.System));
        using var server = _authority.IssueServer();
        using var client = _authority.IssueClient("localhost");

        Assert.True(check.Check(this, server, null, SslPolicyErrors.RemoteCertificateChainErrors));
        var error = Assert.Throws<AuthenticationException>(() => check.Check(this, client, null, SslPolicyErrors.None));
        Assert.Contains("NotValidForUsage", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_certificate_is_refused()
    {
        var check = new ServerCertificateCheck(new TrustAnchors(PemSource.FromText(_authority.CertificatePem), TimeProvider.System));

        Assert.Throws<AuthenticationException>(() => check.Check(this, null, null, SslPolicyErrors.RemoteCertificateNotAvailable));
    }

    [Fact]
    public void An_authority_that_cannot_be_read_is_an_error_and_nothing_else_is_trusted_instead()
    {
        using var folder = new TempDirectory();
        var config = new ClusterConfig
        {
            Name = "x",
            Server = new Uri("https://127.0.0.1:1"),
            Trust = new ServerTrust { Authority = PemSource.FromFile(folder.Combine("missing.crt")) },
        };
        Assert.Throws<ClusterConfigException>(() => new KubernetesApi(config));

        folder.Write("missing.crt", "no certificate in here");
        Assert.Throws<ClusterConfigException>(() => new KubernetesApi(config));
    }

    [Fact]
    public async Task A_rotated_authority_is_taken_up_and_a_broken_one_leaves_the_last_good_one()
    {
        using var folder = new TempDirectory();
        using var next = new TestAuthority("Next CA");
        var file = folder.Write("ca.crt", next.CertificatePem);
        var time = new ManualTimeProvider();
        await using var server = await StartAsync(_authority.IssueServer(), protocols: HttpProtocols.Http1);
        server.On("GET", "/version", context =>
        {
            context.Response.Headers.Connection = "close";
            return FakeApiServer.Json(200, [])(context);
        });
        using var api = server.Client(config: Trusting(server, "") with { Trust = new ServerTrust { Authority = PemSource.FromFile(file) } }, time: time);
        await Assert.ThrowsAsync<KubernetesException>(() => api.GetServerVersionAsync(Stop));

        folder.Write("ca.crt", next.CertificatePem + "\n" + _authority.CertificatePem);
        await Assert.ThrowsAsync<KubernetesException>(() => api.GetServerVersionAsync(Stop));
        time.Advance(TimeSpan.FromMinutes(1));
        await api.GetServerVersionAsync(Stop);

        folder.Write("ca.crt", "half a rotation");
        time.Advance(TimeSpan.FromMinutes(1));
        await api.GetServerVersionAsync(Stop);

        folder.Write("ca.crt", next.CertificatePem);
        time.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<KubernetesException>(() => api.GetServerVersionAsync(Stop));
    }

    [Fact]
    public async Task Skipping_verification_takes_any_certificate()
    {
        await using var server = await StartAsync(_authority.IssueServer("elsewhere.example"));
        using var api = server.Client(config: server.Config with { Trust = new ServerTrust { SkipVerification = true } });

        await api.GetServerVersionAsync(Stop);
    }

    [Fact]
    public async Task A_client_certificate_is_presented_and_a_rotated_one_is_taken_up()
    {
        using var folder = new TempDirectory();
        var time = new ManualTimeProvider();
        var presented = new List<string>();
        await using var server = await FakeApiServer.StartAsync(new TestServerOptions
        {
            Certificate = _authority.IssueServer(),
            ClientCertificates = ClientCertificateMode.RequireCertificate,
            ValidateClient = (certificate, _, _) =>
            {
                lock (presented) presented.Add(certificate.GetNameInfo(X509NameType.SimpleName, false));
                return true;
            },
        });
        server.On("GET", "/version", FakeApiServer.Json(200, []));
        Write("first");
        var identity = new ClientIdentity
        {
            Certificate = new ClientCertificate(PemSource.FromFile(folder.Combine("tls.crt")), PemSource.FromFile(folder.Combine("tls.key"))),
        };
        using var api = server.Client(config: Trusting(server, _authority.CertificatePem) with { Identity = identity }, time: time);

        await api.GetServerVersionAsync(Stop);
        Write("second");
        await api.GetServerVersionAsync(Stop);
        time.Advance(TimeSpan.FromMinutes(1));
        await api.GetServerVersionAsync(Stop);
        await api.GetServerVersionAsync(Stop);

        Assert.Equal(["first", "second"], presented);

        void Write(string name)
        {
            using var certificate = _authority.IssueClient(name, "system:masters");
            folder.Write("tls.crt", certificate.ExportCertificatePem());
            folder.Write("tls.key", TestAuthority.KeyPem(certificate));
        }
    }

    private static ClusterConfig Trusting(FakeApiServer server, string pem) =>
        server.Config with { Trust = new ServerTrust { Authority = PemSource.FromText(pem) } };

    private static async Task<FakeApiServer> StartAsync(X509Certificate2 certificate, HttpProtocols protocols = HttpProtocols.Http1AndHttp2)
    {
        var server = await FakeApiServer.StartAsync(new TestServerOptions { Certificate = certificate, Protocols = protocols });
        server.On("GET", "/version", FakeApiServer.Json(200, []));
        return server;
    }
}
