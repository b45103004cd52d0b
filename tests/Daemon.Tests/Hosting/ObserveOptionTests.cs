using Pdp.Core.Logs;
using Pdp.Daemon.Hosting.Options;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Hosting;

public sealed class ObserveOptionTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void What_is_told_is_taken()
    {
        var options = Read(
            out var problems,
            ("observe-origins", "https://console.example.com,http://localhost:5173"), ("observe-logs-size", "64"), ("observe-logs-age", "48h"),
            ("observe-logs-classes", "prod:*/*/production/*:720h:10, noise:acme/shop/dev/chatter:1h:-5"), ("observe-streams", "3"), ("observe-address", "fd00::7"));

        Assert.Empty(problems);
        Assert.Equal(["http://localhost:5173", "https://console.example.com"], options.Access.Origins.Order());
        var logs = options.Logs;
        Assert.Equal(_directory.Combine("observe", "logs"), logs.Directory);
        Assert.Equal((64L << 20, 3), (logs.MaxBytes, options.Access.Streams));
        Assert.Equal("[fd00::7]:8443", options.Reached?.ToString());
        Assert.Equal(["prod", "noise", "default"], logs.Classes.Select(one => one.Name));
        Assert.Equal(new LogScope(Environment: "production"), logs.Classes[0].Scope);
        Assert.Equal((TimeSpan.FromHours(1), -5), (logs.Classes[1].MaxAge, logs.Classes[1].Priority));
        Assert.Equal(TimeSpan.FromHours(48), logs.Classes[2].MaxAge);
    }

    [Theory]
    [InlineData("observe-origins", "https://console.example.com/")]
    [InlineData("observe-origins", "console.example.com")]
    [InlineData("observe-origins", "*")]
    [InlineData("observe-logs-size", "7")]
    [InlineData("observe-logs-age", "59m")]
    [InlineData("observe-logs-pod-share", "0")]
    [InlineData("observe-logs-classes", "prod:production:720h:10")]
    [InlineData("observe-logs-classes", "default:*/*/*/*:720h:10")]
    [InlineData("observe-logs-classes", "Prod:*/*/*/*:720h:10")]
    [InlineData("observe-answer-size", "65537")]
    [InlineData("observe-patience", "2m")]
    [InlineData("observe-streams", "0")]
    [InlineData("observe-address", "0.0.0.0")]
    [InlineData("observe-address", "10.0.0.1:8443")]
    public void What_cannot_be_is_told(string option, string text)
    {
        Read(out var problems, (option, text));

        Assert.StartsWith(option, Assert.Single(problems).Replace("--", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_listener_needs_a_certificate_its_key_and_a_directory()
    {
        var problems = Problems(new() { ["bundle"] = "b", ["observe-listen"] = "127.0.0.1:8443" });

        Assert.Contains(problems, problem => problem.StartsWith("observe-directory: is required", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("observe-tls-cert, observe-tls-key: are required", StringComparison.Ordinal));
        Assert.Empty(Problems(new() { ["bundle"] = "b", ["observe-logs-size"] = "1" }));
    }

    [Fact]
    public void A_certificate_that_cannot_be_used_is_told_at_the_start()
    {
        Read(out var problems, ("observe-tls-key", _directory.Write("wrong.key", "no key")));

        Assert.StartsWith("observe-tls-cert, observe-tls-key: ", Assert.Single(problems), StringComparison.Ordinal);
    }

    private ObserveOptions Read(out IReadOnlyList<string> problems, params (string Name, string Text)[] more)
    {
        using var certificate = _authority.IssueServer();
        var told = new Dictionary<string, string>
        {
            ["bundle"] = "b",
            ["observe-listen"] = "127.0.0.1:8443",
            ["observe-directory"] = _directory.Combine("observe"),
            ["observe-tls-cert"] = _directory.Write("tls.crt", certificate.ExportCertificatePem()),
            ["observe-tls-key"] = _directory.Write("tls.key", TestAuthority.KeyPem(certificate)),
        };
        foreach (var (name, text) in more) told[name] = text;
        return OptionReader.Read(new OptionSources(told, new Dictionary<string, string>()), "host", out problems).Observe;
    }

    private static IReadOnlyList<string> Problems(Dictionary<string, string> told)
    {
        OptionReader.Read(new OptionSources(told, new Dictionary<string, string>()), "host", out var problems);
        return problems;
    }
}
