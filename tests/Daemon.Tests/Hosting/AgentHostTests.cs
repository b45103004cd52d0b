using System.Net;
using System.Text;
using Pdp.Daemon.Audit;
using Pdp.Daemon.Cli;
using Pdp.Daemon.Hosting;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Bootstrap;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Hosting;

public sealed class AgentHostTests(TestCluster cluster) : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TestPlane _plane = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_composed_agent_installs_leads_and_answers_health_and_metrics()
    {
        var start = Start("pdp-host-1");
        start = start with { Options = start.Options with { Audit = new AuditSettings { Directory = _directory.Combine("audit") } } };
        await using var agent = AgentHost.Build(start);
        await agent.StartAsync(Ct);
        using var client = new HttpClient { BaseAddress = new Uri(Assert.Single(agent.Urls)) };

        await Until.TrueAsync(async () => (await client.GetAsync("/readyz", Ct)).StatusCode == HttpStatusCode.OK);
        await Until.TrueAsync(
            async () => (await client.GetStringAsync("/readyz", Ct)).Contains("[+]journal ok: leads", StringComparison.Ordinal));
        Assert.Equal("[+]agent ok\nok\n", await client.GetStringAsync("/healthz", Ct));
        Assert.Contains("[+]channel ok: not connected", await client.GetStringAsync("/readyz", Ct), StringComparison.Ordinal);
        var metrics = await client.GetStringAsync("/metrics", Ct);
        Assert.Contains("# TYPE pdp_agent_intents gauge\n", metrics, StringComparison.Ordinal);
        Assert.Contains("pdp_agent_intents{phase=\"Healthy\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("pdp_agent_leader 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("dotnet_process_memory_working_set_bytes", metrics, StringComparison.Ordinal);
        Assert.All(
            RepositoryFiles.OperationsGuide.MetricNames.Where(name => name != "pdp_agent_metrics_dropped_total" && !name.StartsWith("pdp_api_", StringComparison.Ordinal)),
            name => Assert.Contains($"# TYPE {name} ", metrics, StringComparison.Ordinal));
        var families = metrics.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        Assert.Empty(families.Where(name => !name.StartsWith("dotnet_", StringComparison.Ordinal)).Except(RepositoryFiles.OperationsGuide.MetricNames));
        Assert.Empty(await Promtool.ProblemsAsync(metrics, Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/", Ct)).StatusCode);
        Assert.NotNull(await cluster.GetAsync("v1", "Namespace", null, "pdp-host-1"));

        await agent.StopAsync(Ct);
        var lease = await cluster.GetAsync("coordination.k8s.io/v1", "Lease", "pdp-host-1", "pdp-agent");
        Assert.True(string.IsNullOrEmpty((string?)lease!["spec"]!["holderIdentity"]), "the lease was given back");
    }

    [Fact]
    public async Task With_the_cluster_away_it_lives_and_is_not_ready()
    {
        var start = Start("pdp-host-2");
        start = start with { Cluster = start.Cluster with { Server = new Uri("https://127.0.0.1:1") } };
        await using var agent = AgentHost.Build(start);
        await agent.StartAsync(Ct);
        using var client = new HttpClient { BaseAddress = new Uri(Assert.Single(agent.Urls)) };

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz", Ct)).StatusCode);
        var ready = await client.GetAsync("/readyz", Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("[-]journal failed", await ready.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        await agent.StopAsync(Ct);
    }

    [Fact]
    public async Task Wrong_configuration_ends_with_78_and_every_error()
    {
        var (code, error) = await RunAsync("run", "--listen", "nowhere", "--kubeconfig", _directory.Combine("none"));

        Assert.Equal(ExitCodes.Configuration, code);
        Assert.Contains("the configuration has 3 errors", error, StringComparison.Ordinal);
        Assert.Contains("--listen: ", error, StringComparison.Ordinal);
        Assert.Contains("bundle: is required", error, StringComparison.Ordinal);
        Assert.Contains("kubeconfig: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run --no-such-option")]
    [InlineData("jump")]
    [InlineData("")]
    public async Task A_command_line_that_cannot_be_understood_ends_with_64(string line)
    {
        var (code, error) = await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("pdp-agent run --help", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_ends_with_69()
    {
        await using var taken = await TestServer.StartAsync(_ => Task.CompletedTask, cancellationToken: Ct);

        var (code, error) = await RunAsync(
            "run", "--bundle", Bundle(), "--kubeconfig", cluster.Kubeconfig, "--listen", $"127.0.0.1:{taken.Port}");

        Assert.Equal(ExitCodes.Unavailable, code);
        Assert.Contains($"cannot listen on 127.0.0.1:{taken.Port}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_and_help_end_with_0()
    {
        using var output = new StringWriter();
        Assert.Equal(ExitCodes.Ok, await AgentCommandLine.InvokeAsync(["version"], output, output));
        Assert.StartsWith($"pdp-agent {AgentVersion.Text} (pdp.v1, ", output.ToString(), StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Ok, await AgentCommandLine.InvokeAsync(["run", "--help"], output, output));
        var help = output.ToString();
        Assert.All(OptionTable.All, option => Assert.Contains($"--{option.Name} <{option.Value}>", help, StringComparison.Ordinal));
        Assert.Contains("The command line wins over the environment", output.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _directory.Dispose();
        _plane.Dispose();
    }

    private AgentStart Start(string @namespace) => new(
        new AgentOptions
        {
            Bundle = Bundle(),
            Namespace = @namespace,
            Name = "agent",
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            InstallCrd = true,
            LogLevel = Microsoft.Extensions.Logging.LogLevel.Critical,
        },
        _plane.Bundle,
        cluster.Config,
        new Dictionary<string, string>());

    private string Bundle()
    {
        var path = _directory.Write("bundle.json", Encoding.UTF8.GetString(BootstrapBundleReader.Write(_plane.Bundle)));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private static async Task<(int Code, string Error)> RunAsync(params string[] arguments)
    {
        using var error = new StringWriter();
        var code = await AgentCommandLine.InvokeAsync(arguments, TextWriter.Null, error);
        return (code, error.ToString());
    }
}
