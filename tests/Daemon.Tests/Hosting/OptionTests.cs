using System.Net;
using Pdp.Core.Policy.Model;
using Pdp.Daemon.Channel;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Tests.Harness;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Hosting;

public sealed class OptionTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public void The_command_line_wins_over_the_environment_and_that_over_the_file()
    {
        var file = _directory.Write("agent.yaml", "log-level: debug\nnamespace: from-file\nresync: 1m\n");

        var options = Read(
            new() { ["bundle"] = "b", ["config"] = file, ["log-level"] = "error" },
            new() { ["PDP_AGENT_NAMESPACE"] = "from-environment", ["PDP_AGENT_LOG_LEVEL"] = "warning" });

        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Error, options.LogLevel);
        Assert.Equal("from-environment", options.Namespace);
        Assert.Equal(TimeSpan.FromMinutes(1), options.Reconcile.Resync);
        Assert.Equal("host", options.Name);
    }

    [Fact]
    public void Every_limit_of_the_channel_can_be_set()
    {
        var limits = typeof(ChannelOptions).GetProperties()
            .Where(property => property.PropertyType == typeof(TimeSpan) || property.PropertyType == typeof(int)
                || property.PropertyType == typeof(long));
        var (usual, channel) = (new ChannelOptions(), new ChannelOptions());
        foreach (var option in ChannelLimitTable.All)
        {
            var told = option.Set(new AgentOptions(), option.Value == "N" ? (option.Name == "pending-bytes" ? "4194304" : "3") : "7s");
            foreach (var set in told.Channel) set(channel);
            Assert.Throws<FormatException>(() => option.Set(new AgentOptions(), option.Value == "N" ? "0" : "2h"));
        }

        Assert.All(limits, limit => Assert.NotEqual(limit.GetValue(usual), limit.GetValue(channel)));
    }

    [Fact]
    public void Limits_that_contradict_each_other_and_credentials_that_are_none_are_told()
    {
        var file = _directory.Write("proxy", "no-colon-secret");

        var problems = Problems(
            new() { ["bundle"] = "b", ["reconnect-min"] = "30s", ["reconnect-max"] = "10s", ["proxy-credentials-file"] = file }, []);

        Assert.Contains("reconnect-max: must not be below reconnect-min", problems);
        Assert.Contains(problems, problem => problem.StartsWith("proxy-credentials-file: ", StringComparison.Ordinal));
        Assert.DoesNotContain(problems, problem => problem.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_may_be_json_and_have_lists()
    {
        var file = _directory.Write(
            "agent.json", """{"policy-allowed-kinds": ["ConfigMap", "apps/Deployment"], "policy-pod-security": "baseline"}""");

        var options = Read(new() { ["bundle"] = "b", ["config"] = file }, []);

        Assert.Equal(["ConfigMap", "apps/Deployment"], options.Policy.Kinds.Allow.Order());
        Assert.Equal(PodSecurityLevel.Baseline, options.Policy.PodSecurity);
    }

    [Fact]
    public void Every_error_is_told_at_once_where_it_was_made_and_never_what_was_given()
    {
        var file = _directory.Write("agent.yaml", "log-format: xml-secret\nno-such: 1\nretry-max: {a: 1}\n");

        var problems = Problems(
            new()
            {
                ["config"] = file,
                ["listen"] = "everywhere-secret",
                ["reconcile-parallelism"] = "99",
                ["proxy"] = "https://user:secret@x",
            },
            new() { ["PDP_AGENT_RESYNC"] = "5 minutes", ["PDP_AGENT_RESINC"] = "5m" });

        Assert.Equal(
            [
                "config: line 2: unknown option; see pdp-agent run --help",
                "config: retry-max: must be a value or a list of values",
                "--listen: must be ADDRESS:PORT with an IP address, such as 127.0.0.1:8080 or [::]:8080",
                "PDP_AGENT_RESYNC: must be a number with a unit, such as 500ms, 30s, 10m or 1h",
                "config: log-format: must be one of json, text",
                "PDP_AGENT_RESINC: there is no such option; see pdp-agent run --help",
                "bundle: is required; name the bootstrap bundle of this data plane with --bundle FILE",
                "proxy: must be http://[user:password@]host:port",
                "reconcile-parallelism: must be from 1 to 64",
            ],
            problems);
    }

    [Theory]
    [InlineData("a: [", "not YAML or JSON")]
    [InlineData("- a", "must be one object")]
    [InlineData("@missing", "cannot be read")]
    public void A_broken_file_is_told_by_its_place(string content, string expected)
    {
        var file = content == "@missing" ? _directory.Combine("missing.yaml") : _directory.Write("agent.yaml", content);

        Assert.Contains(
            Problems(new() { ["bundle"] = "b", ["config"] = file }, []), problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void What_Kubernetes_sets_for_a_service_of_our_name_is_no_option() =>
        Assert.Empty(Problems(
            new() { ["bundle"] = "b" },
            new()
            {
                ["PDP_AGENT_SERVICE_HOST"] = "10.0.0.1",
                ["PDP_AGENT_PORT"] = "tcp://10.0.0.1:8080",
                ["PDP_AGENT_PORT_8080_TCP"] = "x",
            }));

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("10m", 600_000)]
    [InlineData("1h", 3_600_000)]
    public void Times_have_units(string text, int milliseconds) => Assert.Equal(milliseconds, OptionText.Time(text).TotalMilliseconds);

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("-1s")]
    [InlineData("1d")]
    [InlineData("99999999999s")]
    public void Anything_else_is_no_time(string text) => Assert.Throws<FormatException>(() => OptionText.Time(text));

    [Theory]
    [InlineData("127.0.0.1:8080", true)]
    [InlineData("[::1]:0", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("localhost:80", false)]
    [InlineData("127.0.0.1:99999", false)]
    public void Where_to_listen_is_an_address_and_a_port(string text, bool isGood)
    {
        if (isGood) Assert.IsType<IPEndPoint>(OptionText.EndPoint(text));
        else Assert.Throws<FormatException>(() => OptionText.EndPoint(text));
    }

    [Fact]
    public void Every_option_has_a_name_of_its_own_and_a_help_with_its_default() => Assert.All(OptionTable.All, option =>
    {
        Assert.Single(OptionTable.All, other => other.Name == option.Name);
        Assert.Matches("Default: |Required\\.", option.Help);
    });

    [Fact]
    public void The_guide_names_every_option_and_no_other() =>
        Assert.Equal(OptionTable.All.Select(option => option.Name).Order(), RepositoryFiles.OperationsGuide.OptionNames.Order());

    public void Dispose() => _directory.Dispose();

    private static AgentOptions Read(Dictionary<string, string> commandLine, Dictionary<string, string> environment)
    {
        var options = OptionReader.Read(new OptionSources(commandLine, environment), "host", out var problems);
        Assert.Empty(problems);
        return options;
    }

    private static IReadOnlyList<string> Problems(Dictionary<string, string> commandLine, Dictionary<string, string> environment)
    {
        OptionReader.Read(new OptionSources(commandLine, environment), "host", out var problems);
        return problems;
    }
}
