using Pdp.Kubernetes.Configuration;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Tests.Support;
using Pdp.Testing;

namespace Pdp.Kubernetes.Tests.Credentials;

public sealed class CredentialTests : IDisposable
{
    private const string V1 = "client.authentication.k8s.io/v1";

    private readonly TempDirectory _folder = new();
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_token_file_is_read_again_every_minute()
    {
        await using var server = await ServerAsync();
        var file = _folder.Write("token", "first\n");
        using var api = Client(server, new TokenSource.FromFile(file));

        await api.GetServerVersionAsync(Stop);
        _folder.Write("token", "second\n");
        await api.GetServerVersionAsync(Stop);
        _time.Advance(TimeSpan.FromMinutes(1));
        await api.GetServerVersionAsync(Stop);

        Assert.Equal(["Bearer first", "Bearer first", "Bearer second"], Sent(server));
    }

    [Fact]
    public async Task A_refused_token_is_read_again_at_once_and_the_request_sent_once_more()
    {
        await using var server = await ServerAsync();
        server.OnSequence("GET", "/version", FakeApiServer.Json(200, []), FakeApiServer.Status(401, "Unauthorized"), FakeApiServer.Json(200, []));
        var file = _folder.Write("token", "first");
        using var api = Client(server, new TokenSource.FromFile(file));
        await api.GetServerVersionAsync(Stop);

        _folder.Write("token", "second");
        await api.GetServerVersionAsync(Stop);

        Assert.Equal(["Bearer first", "Bearer first", "Bearer second"], Sent(server));
    }

    [Fact]
    public async Task A_token_that_stays_refused_is_told_and_not_tried_for_ever()
    {
        await using var server = await ServerAsync();
        server.On("GET", "/version", FakeApiServer.Status(401, "Unauthorized", "Unauthorized"));
        using var fromFile = Client(server, new TokenSource.FromFile(_folder.Write("token", "same")));
        using var given = Client(server, new TokenSource.Fixed("same"));

        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => fromFile.GetServerVersionAsync(Stop))).IsUnauthorized);
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => given.GetServerVersionAsync(Stop))).IsUnauthorized);

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_token_file_that_vanishes_leaves_the_last_good_token()
    {
        await using var server = await ServerAsync();
        var file = _folder.Write("token", "first");
        using var api = Client(server, new TokenSource.FromFile(file));
        await api.GetServerVersionAsync(Stop);

        File.Delete(file);
        _time.Advance(TimeSpan.FromMinutes(1));
        await api.GetServerVersionAsync(Stop);

        Assert.Equal(["Bearer first", "Bearer first"], Sent(server));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines-s3cret")]
    [InlineData("umlaut-ü-s3cret")]
    public async Task A_token_that_is_none_is_never_sent_and_never_shown(string content)
    {
        await using var server = await ServerAsync();
        using var api = Client(server, new TokenSource.FromFile(_folder.Write("token", content)));

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.GetServerVersionAsync(Stop));

        Assert.Equal(StatusReason.NoCredentials, error.Status.Reason);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("client.authentication.k8s.io/v1")]
    [InlineData("client.authentication.k8s.io/v1beta1")]
    public async Task A_plugin_is_run_once_and_again_when_its_token_expires(string version)
    {
        await using var server = await ServerAsync();
        using var api = Client(server, Plugin(Print(version, $$"""{"token":"t-'$N'","expirationTimestamp":"{{_time.GetUtcNow().AddMinutes(10):yyyy-MM-ddTHH:mm:ssZ}}" }"""), version));

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => api.GetServerVersionAsync(Stop)));
        Assert.All(Sent(server), sent => Assert.Equal("Bearer t-1", sent));
        _time.Advance(TimeSpan.FromMinutes(10));
        await api.GetServerVersionAsync(Stop);

        Assert.Equal("Bearer t-2", Sent(server)[^1]);
    }

    [Fact]
    public async Task A_plugin_is_run_again_when_the_server_refuses_its_token()
    {
        await using var server = await ServerAsync();
        server.OnSequence("GET", "/version", FakeApiServer.Status(401, "Unauthorized"), FakeApiServer.Json(200, []));
        using var api = Client(server, Plugin(Print(V1, """{"token":"t-'$N'"}""")));

        await api.GetServerVersionAsync(Stop);

        Assert.Equal(["Bearer t-1", "Bearer t-2"], Sent(server));
    }

    [Fact]
    public async Task A_plugin_gets_its_variables_arguments_and_what_it_is_to_know()
    {
        await using var server = await ServerAsync();
        var script = _folder.WriteExecutable("plugin", $$"""
            #!/bin/sh
            echo "$KUBERNETES_EXEC_INFO" > {{_folder.Path}}/info
            echo '{"kind":"ExecCredential","apiVersion":"{{V1}}","status":{"token":"'"$1-$REGION"'"} }'
            """);
        var plugin = new ExecPlugin
        {
            Command = script,
            Arguments = ["get-token"],
            Environment = new Dictionary<string, string> { ["REGION"] = "eu-1" },
            ApiVersion = V1,
            ProvideClusterInfo = true,
        };
        using var api = Client(server, new TokenSource.FromExec(plugin));

        await api.GetServerVersionAsync(Stop);

        Assert.Equal(["Bearer get-token-eu-1"], Sent(server));
        var info = await File.ReadAllTextAsync(_folder.Combine("info"), Stop);
        Assert.Contains("\"interactive\":false", info, StringComparison.Ordinal);
        Assert.Contains($"\"server\":\"{server.Address.OriginalString}\"", info, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo s3cret; exit 3", "ended with code 3")]
    [InlineData("echo s3cret", "did not print one JSON object")]
    [InlineData("""echo '{"kind":"Other","status":{"token":"s3cret"}}'""", "kind: must be ExecCredential")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1alpha1","status":{"token":"s3cret"}}'""", "apiVersion: must be")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{}}'""", "must have a token")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"s3cret","expirationTimestamp":"soon"}}'""", "expirationTimestamp")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":"s3cret"}}'""", "both or neither")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":"s3cret","clientKeyData":"s3cret"}}'""", "not PEM")]
    [InlineData("head -c 2000000 /dev/zero | tr '\\0' s", "printed more than")]
    public async Task A_plugin_that_fails_is_told_without_what_it_printed(string body, string expected)
    {
        await using var server = await ServerAsync();
        using var api = Client(server, Plugin($"#!/bin/sh\n{body}\n"));

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.GetServerVersionAsync(Stop));

        Assert.Equal(StatusReason.NoCredentials, error.Status.Reason);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_plugin_that_is_not_there_is_told_with_its_hint()
    {
        await using var server = await ServerAsync();
        var plugin = new ExecPlugin { Command = _folder.Combine("missing"), ApiVersion = V1, InstallHint = "Install it from example.dev." };
        using var api = Client(server, new TokenSource.FromExec(plugin));

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.GetServerVersionAsync(Stop));

        Assert.Contains("exec plugin missing cannot be started", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Install it from example.dev.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_hangs_is_ended_after_a_minute()
    {
        await using var server = await ServerAsync();
        using var api = Client(server, Plugin($"#!/bin/sh\necho $$ > {_folder.Path}/pid\nexec sleep 600\n"));

        var asking = api.GetServerVersionAsync(Stop);
        await Eventually.TrueAsync(() => File.Exists(_folder.Combine("pid")), cancellationToken: Stop);
        _time.Advance(TimeSpan.FromSeconds(60));

        var error = await Assert.ThrowsAsync<KubernetesException>(() => asking.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop));
        Assert.Contains("did not end within 60 s", error.Message, StringComparison.Ordinal);
        var pid = (await File.ReadAllTextAsync(_folder.Combine("pid"), Stop)).Trim();
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{pid}") || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z"), cancellationToken: Stop);
    }

    [Fact]
    public void Nothing_that_holds_a_secret_prints_it()
    {
        var config = new ClusterConfig
        {
            Name = "x",
            Server = new Uri("https://x"),
            Identity = new ClientIdentity
            {
                Token = new TokenSource.Fixed("s3cret"),
                Certificate = new ClientCertificate(PemSource.FromText("s3cret"), PemSource.FromText("s3cret")),
            },
        };
        var plugin = new ExecPlugin { Command = "/bin/plugin", ApiVersion = V1, Arguments = ["s3cret"], Environment = new Dictionary<string, string> { ["A"] = "s3cret" } };

        Assert.DoesNotContain("s3cret", $"{config} {new TokenSource.FromExec(plugin)}", StringComparison.Ordinal);
    }

    private TokenSource.FromExec Plugin(string script, string version = V1) =>
        new(new ExecPlugin { Command = _folder.WriteExecutable("plugin", script), ApiVersion = version });

    // A script that counts its runs in $N.
    private string Print(string version, string status) => $$$"""
        #!/bin/sh
        echo x >> {{{_folder.Path}}}/runs
        N=$(wc -l < {{{_folder.Path}}}/runs | tr -d ' ')
        echo '{"kind":"ExecCredential","apiVersion":"{{{version}}}","status":{{{status}}} }'
        """;

    private KubernetesApi Client(FakeApiServer server, TokenSource token) => server.Client(
        new KubernetesApiOptions { RequestTimeout = TimeSpan.FromMinutes(10) },
        _time,
        server.Config with { Identity = new ClientIdentity { Token = token } });

    private static List<string> Sent(FakeApiServer server) => [.. server.Requests.Select(request => request.Headers["Authorization"])];

    private static async Task<FakeApiServer> ServerAsync()
    {
        var server = await FakeApiServer.StartAsync();
        server.On("GET", "/version", FakeApiServer.Json(200, []));
        return server;
    }
}
