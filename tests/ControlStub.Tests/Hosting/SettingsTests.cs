using Pdp.ControlStub.Hosting;
using Pdp.ControlStub.Hosting.Settings;
using Pdp.Testing;
using Serilog.Events;

namespace Pdp.ControlStub.Tests.Hosting;

public sealed class SettingsTests
{
    private static (ServeOptions Options, IReadOnlyList<string> Errors) Read(params (Setting Setting, string Value)[] told)
    {
        var values = new SettingValues();
        foreach (var group in told.GroupBy(t => t.Setting))
            values.Tell(group.Key, [.. group.Select(g => g.Value)], $"--{group.Key.Name}");
        return (ServeOptionsReader.Read(values), values.Errors);
    }

    [Fact]
    public void Without_anything_said_it_listens_on_this_machine_only()
    {
        var (options, errors) = Read();
        Assert.Empty(errors);
        Assert.True(options.Agents is { IsLoopback: true, Https: true, Port: 8443 });
        Assert.True(options.Operators is { IsLoopback: true, Https: false, Port: 8080 });
    }

    [Fact]
    public void The_command_line_goes_before_the_environment_and_that_before_the_file()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("settings.yaml", "window: 1\nheartbeat: 1\nmax-planes: 1\nhostname: [a.example, b.example]\nlog-level: debug\n");
        var values = new SettingValues();
        values.Tell(ServeSettings.Window, ["3"], "--window");
        values.TellEnvironment(new Dictionary<string, string>
        {
            ["PDP_CONTROL_WINDOW"] = "2",
            ["PDP_CONTROL_HEARTBEAT"] = "2",
            ["PDP_CONTROL_SERVER"] = "a client's own",
        });
        SettingsFile.Tell(file, values);
        var options = ServeOptionsReader.Read(values);
        Assert.Empty(values.Errors);
        Assert.Equal((3, 2, 1), (options.Gateway.Window, options.Gateway.HeartbeatSeconds, options.Limits.MaxPlanes));
        Assert.Equal(["a.example", "b.example"], options.Hostnames);
        Assert.Equal(LogEventLevel.Debug, options.LogLevel);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once_with_where_it_came_from()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("settings.json", """{"window":0,"agents":"x","heartbeat":{"a":1}}""");
        var values = new SettingValues();
        values.Tell(ServeSettings.Agents, ["http://127.0.0.1:1"], "--agents-url");
        values.Tell(ServeSettings.Operators, ["http://0.0.0.0:1"], "--operators-url");
        values.Tell(ServeSettings.AgentsCertificate, ["/no/such/file"], "--agents-tls-cert");
        values.TellEnvironment(new Dictionary<string, string> { ["PDP_CONTROL_WINDOWS"] = "2", ["PDP_CONTROL_MAX_PLANES"] = "many" });
        SettingsFile.Tell(file, values);
        ServeOptionsReader.Read(values);
        Assert.Equal(
            [
                "PDP_CONTROL_WINDOWS: is no setting of pdp-control; 'pdp-control serve --help' lists them",
                $"--heartbeat (from {file}): must be text, a number, true or false",
                $"{file}: has a field that is no setting; the settings are {string.Join(", ", ServeSettings.All.Select(s => s.Name))}",
                "--agents-tls-cert: must be given together with --agents-tls-key and --agents-tls-ca",
                "--max-planes (from PDP_CONTROL_MAX_PLANES): must be a whole number",
                "--agents-url: must be https: agents send a token and pin the certificate",
                "--operators-url: must be https where others than this machine can reach it",
                "--operators-url: must have another port than --agents-url",
                $"--window (from {file}): must be 1..1024",
            ],
            values.Errors.OrderBy(e => e.Contains("PDP_CONTROL_WINDOWS") ? 0 : e.Contains("heartbeat (") ? 1 : e.Contains("no setting") ? 2 : 3));
    }

    [Theory]
    [InlineData("https://127.0.0.1:8443", "127.0.0.1", 8443, true)]
    [InlineData("http://localhost:0", "127.0.0.1", 0, false)]
    [InlineData("https://[::1]:1", "::1", 1, true)]
    [InlineData("https://*:1", null, 1, true)]
    [InlineData("127.0.0.1:1", "127.0.0.1", 1, false)]
    [InlineData("10.0.0.1:1/", "10.0.0.1", 1, true)]
    public void An_address_is_read(string text, string? host, int port, bool https)
    {
        var address = ListenAddress.Parse(text, out _)!;
        Assert.Equal((host, port, https), (address.Host?.ToString(), address.Port, address.Https));
    }

    [Theory]
    [InlineData("")]
    [InlineData("8443")]
    [InlineData(":8443")]
    [InlineData("ftp://127.0.0.1:1")]
    [InlineData("https://example.com:1")]
    [InlineData("https://127.0.0.1:70000")]
    [InlineData("https://127.0.0.1:-1")]
    [InlineData("https://127.0.0.1")]
    public void What_is_no_address_is_told_what_one_looks_like(string text)
    {
        Assert.Null(ListenAddress.Parse(text, out var rule));
        Assert.Contains("https://127.0.0.1:8443", rule);
    }

    [Theory]
    [InlineData("wss://control.example", "wss://control.example/agent/v1/channel")]
    [InlineData("https://control.example:444/", "wss://control.example:444/agent/v1/channel")]
    [InlineData("wss://control.example/behind/a/proxy", "wss://control.example/behind/a/proxy")]
    public void What_agents_are_told_to_dial_is_completed(string text, string server)
    {
        var (options, errors) = Read((ServeSettings.PublicAgents, text));
        Assert.Empty(errors);
        Assert.Equal(server, options.PublicAgents!.ToString());
    }

    [Fact]
    public void A_settings_file_that_cannot_be_read_is_an_error()
    {
        var values = new SettingValues();
        SettingsFile.Tell("/no/such/file.yaml", values);
        Assert.Equal(["/no/such/file.yaml: cannot be read"], values.Errors);
    }

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("5", null, 5.0, 60.0)]
    [InlineData("90", null, 90.0, 90.0)]
    [InlineData(null, "300", 1.0, 300.0)]
    [InlineData("5", "300", 5.0, 300.0)]
    public void Agents_are_told_how_to_dial_again_only_where_that_was_set(string? min, string? max, double? least, double? most)
    {
        var (options, errors) = Read([
            .. min is null ? Array.Empty<(Setting, string)>() : [(ServeSettings.ReconnectMin, min)],
            .. max is null ? Array.Empty<(Setting, string)>() : [(ServeSettings.ReconnectMax, max)]]);
        Assert.Empty(errors);
        Assert.Equal((least, most), (options.Gateway.Reconnect?.MinSeconds, options.Gateway.Reconnect?.MaxSeconds));
    }

    [Theory]
    [InlineData("ack-timeout", 10, 3600)]
    [InlineData("reconnect-min", 1, 3600)]
    [InlineData("reconnect-max", 1, 3600)]
    [InlineData("dial-burst", 1, 1000)]
    [InlineData("dial-interval", 1, 300)]
    [InlineData("pending-writes", 1, 4096)]
    public void A_number_out_of_its_range_is_an_error_that_tells_the_range(string name, int least, int most)
    {
        var setting = ServeSettings.All.Single(s => s.Name == name);
        Assert.Empty(Read((setting, $"{least}")).Errors);
        Assert.Empty(Read((setting, $"{most}")).Errors);
        foreach (var wrong in new[] { least - 1, most + 1 })
            Assert.Contains($"must be {least}..{most}", Assert.Single(Read((setting, $"{wrong}")).Errors));
        Assert.Contains($"{least}..{most}", setting.Description);
    }

    [Fact]
    public void The_least_pause_must_not_be_above_the_longest() => Assert.Equal(
        ["--reconnect-min: must not be above reconnect-max"], Read((ServeSettings.ReconnectMin, "9"), (ServeSettings.ReconnectMax, "8")).Errors);

    [Fact]
    public void Every_setting_has_a_name_of_its_own_in_the_environment()
    {
        Assert.Equal(ServeSettings.All.Count, ServeSettings.All.Select(s => s.Variable).Distinct().Count());
        Assert.All(ServeSettings.All, s => Assert.Matches("^PDP_CONTROL_[A-Z_]+$", s.Variable));
    }
}
