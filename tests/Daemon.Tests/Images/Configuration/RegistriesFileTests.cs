using System.Text;
using Microsoft.Extensions.Logging;
using Pdp.Daemon.Images;
using Pdp.Daemon.Images.Configuration;
using Pdp.Daemon.Images.Credentials;
using Pdp.Daemon.Tests.Harness;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Images.Configuration;

public sealed class RegistriesFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public void A_registry_is_read_with_what_it_leaves_out()
    {
        var registries = Good("""
            registries:
            - host: registry.example.com:5000
            - host: docker.io
              credentialsFile: /run/hub
            - host: mirror.example.com
              endpoint: https://cache.example.com:8443
              dockerConfigFile: /run/config.json
              tokenHosts: [auth.example.com]
              redirectHosts: ["store.example.com:9000"]
              proxy: http://proxy.example.com:3128
              timeout: 5s
              parallelism: 2
            """);

        Assert.Equal(["https://registry.example.com:5000/", "https://registry-1.docker.io/", "https://cache.example.com:8443/"],
            registries.Select(registry => registry.Endpoint.AbsoluteUri));
        Assert.Equal((TimeSpan.FromSeconds(10), 4), (registries[0].Timeout, registries[0].Parallelism));
        Assert.Null(registries[0].Credentials);
        Assert.Equal(["auth.docker.io"], registries[1].TokenHosts);
        Assert.IsType<PlainCredentialFile>(registries[1].Credentials);
        Assert.IsType<DockerConfigFile>(registries[2].Credentials);
        Assert.Equal("auth.example.com store.example.com:9000", $"{registries[2].TokenHosts.Single()} {registries[2].RedirectHosts.Single()}");
        Assert.Equal((TimeSpan.FromSeconds(5), 2), (registries[2].Timeout, registries[2].Parallelism));
    }

    [Theory]
    [InlineData("host: Registry.example.com", "registries[0].host: must be a host in lower case")]
    [InlineData("host: https://registry.example.com", "registries[0].host")]
    [InlineData("host: registry.example.com/team", "registries[0].host")]
    [InlineData("host: user@registry.example.com", "registries[0].host")]
    [InlineData("host: registry.example.com:443", "registries[0].host")]
    [InlineData("endpoint: https://a.example", "registries[0].host: is required")]
    [InlineData("{host: a.example, endpoint: http://a.example}", "registries[0].endpoint: must be https://host[:port], or http:// with a loopback address")]
    [InlineData("{host: a.example, endpoint: http://localhost:5000}", "registries[0].endpoint")]
    [InlineData("{host: a.example, endpoint: https://a.example/v2}", "registries[0].endpoint")]
    [InlineData("{host: a.example, endpoint: https://me:pw@a.example}", "registries[0].endpoint")]
    [InlineData("{host: a.example, caFile: /nowhere}", "registries[0].caFile: must be a readable file of PEM certificates")]
    [InlineData("{host: a.example, credentialsFile: relative}", "registries[0].credentialsFile: must be an absolute path")]
    [InlineData("{host: a.example, credentialsFile: /a, dockerConfigFile: /b}", "registries[0].credentialsFile: must not be given together")]
    [InlineData("{host: a.example, proxy: https://proxy}", "registries[0].proxy: must be http://host:port")]
    [InlineData("{host: a.example, tokenHosts: [https://b.example]}", "registries[0].tokenHosts: must be a list of at most 16")]
    [InlineData("{host: a.example, timeout: 2m}", "registries[0].timeout")]
    [InlineData("{host: a.example, parallelism: 0}", "registries[0].parallelism")]
    [InlineData("{host: a.example, insecure: true}", "unknown field")]
    public void What_is_wrong_is_told_with_its_path(string registry, string problem)
    {
        var text = registry.StartsWith('{') ? $"registries: [{registry}]" : $"registries:\n- {registry}";
        Assert.Contains(Problems(text), told => told.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_and_nothing_is_taken()
    {
        var problems = Problems("registries: [{host: A}, {host: b.example}, {host: b.example, timeout: x}]\nmore: 1");

        Assert.Equal(4, problems.Count);
        Assert.Contains("registries: two have the host b.example", problems);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("registries: {")]
    [InlineData("registries: []")]
    public void What_is_no_list_of_registries_is_refused(string text) => Assert.NotEmpty(Problems(text));

    [Fact]
    public void A_http_endpoint_on_a_loopback_address_is_let_through() =>
        Assert.Equal("http://127.0.0.1:5000/", Assert.Single(Good("registries: [{host: \"127.0.0.1:5000\", endpoint: \"http://127.0.0.1:5000\"}]")).Endpoint.AbsoluteUri);

    [Fact]
    public void A_changed_file_is_taken_over_and_a_wrong_one_is_not()
    {
        var path = _directory.Write("registries.yaml", "registries: [{host: a.example}]");
        var log = new LogLines();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(log));
        var file = new RegistriesFile(path, RegistriesFile.Read(path, out _), new ImageLog(factory.CreateLogger<ImageLog>()));
        Assert.True(file.Reload());
        Assert.False(file.Reload());

        _directory.Write("registries.yaml", "registries: [{host: a.example}, {host: b.example}]");
        Assert.True(file.Reload());
        Assert.False(file.Reload());
        Assert.Equal(["a.example", "b.example"], file.Current.Select(registry => registry.Host));

        _directory.Write("registries.yaml", "registries: nonsense");
        Assert.False(file.Reload());
        Assert.Equal(2, file.Current.Count);
        Assert.Contains("RegistriesWrong", log.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static IReadOnlyList<RegistryDefinition> Good(string text)
    {
        var problems = new List<string>();
        var registries = RegistriesReader.Read(Encoding.UTF8.GetBytes(text), problems);
        Assert.Empty(problems);
        return registries;
    }

    private static List<string> Problems(string text)
    {
        var problems = new List<string>();
        Assert.Empty(RegistriesReader.Read(Encoding.UTF8.GetBytes(text), problems));
        return problems;
    }
}
