using System.Text;
using Microsoft.AspNetCore.Http;
using Pdp.Daemon.Images;
using Pdp.Daemon.Images.Credentials;
using Pdp.Daemon.Tests.Images.Stage;
using Pdp.Registry;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Images;

public sealed class RegistryAccessTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task A_token_is_asked_for_once_and_used_until_it_expires()
    {
        await using var stage = await StartAsync(new TestRegistryOptions { Password = "s3cret", TokenSeconds = 60 });
        stage.Server.Push("team/app", "1");

        await stage.DigestAsync();
        await stage.DigestAsync();

        Assert.Equal(["HEAD", "GET", "HEAD", "HEAD"], stage.Server.Calls.Select(call => call.Method));
        Assert.Equal($"Basic {Convert.ToBase64String("robot:s3cret"u8)}", stage.Server.Calls.ElementAt(1).Authorization);
        Assert.All([stage.Server.Calls.ElementAt(2), stage.Server.Calls.Last()], call => Assert.StartsWith("Bearer ", call.Authorization, StringComparison.Ordinal));

        stage.Time.Advance(TimeSpan.FromSeconds(60));
        await stage.DigestAsync();
        Assert.Equal(2, stage.Server.Calls.Count(call => call.Path.StartsWith("/token", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Tokens_are_for_one_repository()
    {
        await using var stage = await StartAsync(new TestRegistryOptions { Password = "s3cret" });
        stage.Server.Push("team/app", "1");
        stage.Server.Push("team/other", "1");

        await stage.DigestAsync();
        await stage.DigestAsync("team/other");

        Assert.Equal(
            ["repository:team/app:pull", "repository:team/other:pull"],
            stage.Server.Calls.Where(call => call.Path.StartsWith("/token", StringComparison.Ordinal))
                .Select(call => Uri.UnescapeDataString(call.Path[(call.Path.IndexOf("scope=", StringComparison.Ordinal) + 6)..])));
    }

    [Fact]
    public async Task The_password_itself_is_shown_where_that_is_asked_for()
    {
        await using var stage = await StartAsync(new TestRegistryOptions { Password = "s3cret", IsBasic = true });
        var digest = stage.Server.Push("team/app", "1");

        Assert.Equal(digest, await stage.DigestAsync());
        Assert.Equal(["", $"Basic {Convert.ToBase64String("robot:s3cret"u8)}"], stage.Server.Calls.Select(call => call.Authorization));
    }

    [Fact]
    public async Task An_identity_token_is_exchanged()
    {
        var options = new TestRegistryOptions { IdentityToken = "identity" };
        await using var server = await TestRegistry.StartAsync(options);
        var config = $$"""{"auths":{"https://{{server.Host}}/v2/":{"auth":"{{Convert.ToBase64String("<token>:"u8)}}","identitytoken":"identity"} } }""";
        await server.StopAsync();
        await using var stage = await ClientStage.StartAsync(
            options with { Port = server.Address.Port },
            d => d with { Credentials = new DockerConfigFile(_directory.Write("config.json", config), d.Host) });
        var digest = stage.Server.Push("team/app", "1");

        Assert.Equal(digest, await stage.DigestAsync());
        Assert.Contains(stage.Server.Calls, call => call is { Method: "POST", Path: "/token" });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("robot:wrong")]
    public async Task Whoever_is_not_let_in_is_told_to_check_the_credentials(string? credentials)
    {
        await using var stage = await ClientStage.StartAsync(
            new TestRegistryOptions { Password = "s3cret" },
            d => d with { Credentials = credentials is null ? null : new PlainCredentialFile(_directory.Write("wrong", credentials)) });
        stage.Server.Push("team/app", "1");

        var failure = await stage.FailureAsync();

        Assert.Equal(RegistryFault.Denied, failure.Fault);
        Assert.EndsWith("check the credentials of the registry", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/token")]
    [InlineData("https://elsewhere.example/token")]
    [InlineData("file:///etc/passwd")]
    public async Task Credentials_go_only_to_hosts_the_customer_named(string realm)
    {
        await using var stage = await StartAsync(new TestRegistryOptions { Password = "s3cret", Realm = realm });
        stage.Server.Push("team/app", "1");

        var failure = await stage.FailureAsync();

        Assert.Equal(RegistryFault.Denied, failure.Fault);
        Assert.Contains("add", failure.Message, StringComparison.Ordinal);
        Assert.Single(stage.Server.Calls);
    }

    [Fact]
    public async Task A_host_that_is_named_hands_out_tokens_too()
    {
        await using var desk = await TestRegistry.StartAsync(new TestRegistryOptions { Password = "s3cret" });
        await using var stage = await ClientStage.StartAsync(
            new TestRegistryOptions { Password = "s3cret", Realm = $"http://{desk.Host}/token" },
            d => d with { Credentials = Robot(), TokenHosts = [desk.Host] });
        stage.Server.Push("team/app", "1");

        // The token of the other desk is none here; that it was fetched there is what counts.
        await stage.FailureAsync();

        Assert.StartsWith("/token?service=test-registry", Assert.Single(desk.Calls).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_followed_where_the_customer_lets_it_and_without_credentials()
    {
        await using var store = await TestRegistry.StartAsync();
        var digest = store.Push("team/app", "1");
        var options = new TestRegistryOptions { Password = "s3cret", IsBasic = true };
        await using var open = await ClientStage.StartAsync(options, d => d with { Credentials = Robot(), RedirectHosts = [store.Host] });
        await using var closed = await ClientStage.StartAsync(options, d => d with { Credentials = Robot() });
        Func<HttpContext, Task> redirect = http =>
        {
            if (http.Request.Headers.Authorization.Count > 0) http.Response.Redirect($"http://{store.Host}{http.Request.Path}");
            return Task.CompletedTask;
        };
        (open.Server.Before, closed.Server.Before) = (redirect, redirect);

        Assert.Equal(digest, await open.DigestAsync());
        Assert.Equal("", Assert.Single(store.Calls).Authorization);
        Assert.Contains($"add {store.Host} to its redirectHosts", (await closed.FailureAsync()).Message, StringComparison.Ordinal);
        Assert.Single(store.Calls);
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        await using var stage = await ClientStage.StartAsync();
        stage.Server.Before = http =>
        {
            http.Response.Redirect(http.Request.Path);
            return Task.CompletedTask;
        };

        Assert.Equal("redirects more than 3 times", (await stage.FailureAsync()).Message);
    }

    [Theory]
    [InlineData("registry.example.com")]
    [InlineData("https://registry.example.com")]
    [InlineData("https://registry.example.com/v2/")]
    public void A_docker_configuration_names_registries_in_several_ways(string key)
    {
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes("me:a:b"));
        var file = _directory.Write("config.json", $$"""{"auths":{"other":{},"{{key}}":{"auth":"{{auth}}"} } }""");

        var credentials = new DockerConfigFile(file, "registry.example.com").Read()!;

        Assert.Equal(("me", "a:b"), (credentials.User, credentials.Password));
        Assert.DoesNotContain("a:b", credentials.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://index.docker.io/v1/")]
    [InlineData("docker.io")]
    public void Docker_hub_has_one_name(string key)
    {
        var file = _directory.Write("config.json", $$"""{"auths":{"{{key}}":{"username":"me","password":"x"} } }""");

        Assert.Equal("me", new DockerConfigFile(file, "docker.io").Read()!.User);
        Assert.Null(new DockerConfigFile(file, "registry.example.com").Read());
    }

    [Theory]
    [InlineData("not json s3cret")]
    [InlineData("{}")]
    [InlineData("{\"auths\":[]}")]
    [InlineData("{\"auths\":{\"registry.example.com\":{\"auth\":\"s3cret\"} } }")]
    [InlineData("{\"auths\":{\"registry.example.com\":{\"auth\":7} } }")]
    public void A_file_that_is_none_is_told_without_what_is_in_it(string text)
    {
        var file = new DockerConfigFile(_directory.Write("config.json", text), "registry.example.com");

        var failure = Assert.Throws<RegistryException>(() => file.Read());

        Assert.Equal("its file of credentials must be a Docker configuration with auths", failure.Message);
    }

    [Fact]
    public void Credentials_that_cannot_be_read_say_so()
    {
        Assert.Contains("cannot be read", Assert.Throws<RegistryException>(() => new PlainCredentialFile("/nowhere/at/all").Read()).Message, StringComparison.Ordinal);
        var file = _directory.Write("plain", "no-colon");
        Assert.Contains("user:password", Assert.Throws<RegistryException>(() => new PlainCredentialFile(file).Read()).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private PlainCredentialFile Robot() => new(_directory.Write("robot", "robot:s3cret\n"));

    private Task<ClientStage> StartAsync(TestRegistryOptions options) =>
        ClientStage.StartAsync(options, definition => definition with { Credentials = Robot() });
}
