using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pdp.Daemon.Hosting;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Tests.Harness;
using Pdp.Observability.Access;
using Pdp.Observability.Listening;
using Pdp.Protocol.Bootstrap;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Hosting;

/// <summary>The observability API as the agent composes it, in two replicas.</summary>
public sealed class ObservedAgentTests(TestCluster cluster) : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TestAuthority _authority = new();
    private readonly TestPlane _plane = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
#pragma warning disable CA5359 // The certificate is not what is tested.
        SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
#pragma warning restore CA5359
    });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _authority.Dispose();
        _plane.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_replica_that_does_not_lead_hands_requests_to_the_one_that_does()
    {
        await using var leader = await StartAsync("leader", "pdp-observed-1");
        await ReadyAsync(leader, "[+]observability ok: collects and answers");
        await using var follower = await StartAsync("follower", "pdp-observed-1");
        await ReadyAsync(follower, "[+]observability ok: hands on to the leader");

        await Until.TrueAsync(async () => await SearchAsync(follower) == HttpStatusCode.Unauthorized);
        // Counted once it has been answered.
        await Until.TrueAsync(async () => (await MetricsAsync(leader)).Contains(
            "pdp_api_requests_total{outcome=\"Unauthorized\",route=\"POST /api/v1/logs/query\"} 1\n", StringComparison.Ordinal));

        await leader.StopAsync(Ct);
        await ReadyAsync(follower, "[+]observability ok: collects and answers");
        Assert.Equal(HttpStatusCode.Unauthorized, await SearchAsync(follower));
        await follower.StopAsync(Ct);
    }

    [Fact]
    public async Task All_that_is_mapped_is_described_and_needs_a_verb_and_what_is_measured_is_in_the_guide()
    {
        await using var agent = await StartAsync("agent", "pdp-observed-2");
        await ReadyAsync(agent, "[+]observability ok: collects and answers");
        var server = agent.Services.GetRequiredService<ApiServer>();
        var routes = server.Endpoints.OfType<RouteEndpoint>().Where(route => Path(route).StartsWith("/api/", StringComparison.Ordinal)).ToList();

        Assert.All(routes, route => Assert.True(route.Metadata.GetMetadata<NeededVerb>() is not null, $"{Path(route)} is open to nobody"));
        using var document = JsonDocument.Parse(await _client.GetStringAsync(new Uri(Api(agent), "/openapi.json"), Ct));
        var described = from path in document.RootElement.GetProperty("paths").EnumerateObject()
                        from operation in path.Value.EnumerateObject()
                        select $"{operation.Name.ToUpperInvariant()} {path.Name}";
        var mapped = from route in routes
                     from method in route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                     select $"{method} {Path(route)}";
        Assert.Equal(mapped.Order(), described.Order());

        await SearchAsync(agent);
        var metrics = await MetricsAsync(agent);
        // This agent keeps its lines itself.
        var expected = RepositoryFiles.MetricsOfTheApi.Where(name => !name.StartsWith("pdp_agent_loki_", StringComparison.Ordinal)).ToList();
        foreach (var name in expected) Assert.Contains($"# TYPE {name} ", metrics, StringComparison.Ordinal);
        await agent.StopAsync(Ct);
    }

    private async Task<WebApplication> StartAsync(string name, string @namespace)
    {
        using var certificate = _authority.IssueServer();
        // All replicas show the same.
        if (!File.Exists(_directory.Combine("tls.crt")))
        {
            _directory.Write("tls.key", TestAuthority.KeyPem(certificate));
            _directory.Write("tls.crt", certificate.ExportCertificatePem());
        }
        var agent = AgentHost.Build(new AgentStart(
            new AgentOptions
            {
                Bundle = Bundle(),
                Namespace = @namespace,
                Name = name,
                Listen = new IPEndPoint(IPAddress.Loopback, 0),
                InstallCrd = true,
                LogLevel = Microsoft.Extensions.Logging.LogLevel.Critical,
                Observe = new ObserveOptions
                {
                    Listen = new IPEndPoint(IPAddress.Loopback, FreePort()),
                    Address = IPAddress.Loopback,
                    Certificate = _directory.Combine("tls.crt"),
                    Key = _directory.Combine("tls.key"),
                    Directory = _directory.Combine("observe", name),
                },
            },
            _plane.Bundle,
            cluster.Config,
            new Dictionary<string, string>()));
        await agent.StartAsync(Ct);
        return agent;
    }

    // The port is part of the replica's name in the Lease, which is made before anything listens.
    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task ReadyAsync(WebApplication agent, string line) => Until.TrueAsync(async () =>
    {
        using var answer = await _client.GetAsync(new Uri($"{Assert.Single(agent.Urls)}/readyz"), Ct);
        return (await answer.Content.ReadAsStringAsync(Ct)).Contains(line, StringComparison.Ordinal);
    });

    private Task<string> MetricsAsync(WebApplication agent) => _client.GetStringAsync(new Uri($"{Assert.Single(agent.Urls)}/metrics"), Ct);

    private async Task<HttpStatusCode> SearchAsync(WebApplication agent)
    {
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri(Api(agent), "/api/v1/logs/query"), body, Ct);
        return answer.StatusCode;
    }

    private static Uri Api(WebApplication agent) => agent.Services.GetRequiredService<ApiServer>().Address;

    private static string Path(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.TrimStart('/');

    private string Bundle()
    {
        var path = _directory.Write("bundle.json", Encoding.UTF8.GetString(BootstrapBundleReader.Write(_plane.Bundle)));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }
}
