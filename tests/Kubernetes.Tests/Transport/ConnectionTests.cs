using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Primitives;
using Pdp.Kubernetes.Configuration;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Tests.Support;
using Pdp.Kubernetes.Verbs;
using Pdp.Testing;

namespace Pdp.Kubernetes.Tests.Transport;

public sealed class ConnectionTests
{
    private const string Item = "/api/v1/namespaces/shop/configmaps/a";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_in_flight_share_one_http2_connection_and_are_bounded()
    {
        using var authority = new TestAuthority();
        await using var server = await FakeApiServer.StartAsync(new TestServerOptions { Certificate = authority.IssueServer() });
        var (now, most) = (0, 0);
        var connections = new HashSet<string>();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.On("GET", Item, async context =>
        {
            lock (connections)
            {
                connections.Add(context.Connection.Id);
                most = Math.Max(most, ++now);
            }
            await gate.Task;
            lock (connections) now--;
            await FakeApiServer.Json(200, Make.ConfigMap("a"))(context);
        });
        var config = server.Config with { Trust = new ServerTrust { Authority = PemSource.FromText(authority.CertificatePem) } };
        using var api = server.Client(new KubernetesApiOptions { MaxConcurrency = 4 }, config: config);

        var reads = Enumerable.Range(0, 20).Select(_ => api.GetAsync(Make.Reference("a"), Stop)).ToList();
        await Eventually.TrueAsync(() => Volatile.Read(ref most) >= 4, cancellationToken: Stop);
        gate.SetResult();
        await Task.WhenAll(reads);

        Assert.Equal(4, most);
        Assert.Single(connections);
    }

    [Fact]
    public async Task Watches_do_not_take_the_places_of_requests()
    {
        await using var server = await FakeApiServer.StartAsync();
        new WatchScript(server, "/api/v1/namespaces/shop/configmaps").List(FakeApiServer.Json(200, Make.List("1", null)));
        server.On("GET", Item, FakeApiServer.Json(200, Make.ConfigMap("a")));
        using var api = server.Client(new KubernetesApiOptions { MaxConcurrency = 1 });
        await using var watcher = new Watcher(api);
        Assert.Equal("reset, synced@1", await watcher.NextAsync(2));

        Assert.NotNull(await api.GetAsync(Make.Reference("a"), Stop).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop));
    }

    [Fact]
    public async Task A_request_that_pauses_does_not_keep_its_place()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Item, FakeApiServer.Json(200, Make.ConfigMap("a")));
        server.On("GET", "/api/v1/namespaces/shop/configmaps/b", FakeApiServer.Status(503, ""));
        var time = new ManualTimeProvider();
        var pausing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var api = server.Client(new KubernetesApiOptions { MaxConcurrency = 1, Retrying = _ => pausing.TrySetResult() }, time);

        var sick = api.GetAsync(Make.Reference("b"), Stop);
        await pausing.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop);

        Assert.NotNull(await api.GetAsync(Make.Reference("a"), Stop).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop));
        Assert.False(sick.IsCompleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_over_the_limit_is_refused_also_when_it_only_grows_when_unpacked(bool packed)
    {
        await using var server = await FakeApiServer.StartAsync();
        var body = Encoding.UTF8.GetBytes(Make.ConfigMap("a", value: new string('x', 100_000)).ToJsonString());
        server.On("GET", Item, async context =>
        {
            if (!packed)
            {
                await context.Response.Body.WriteAsync(body);
                return;
            }
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync(body);
        });

        using var small = server.Client(new KubernetesApiOptions { MaxResponseBytes = 50_000 });
        var error = await Assert.ThrowsAsync<KubernetesException>(() => small.GetAsync(Make.Reference("a"), Stop));
        Assert.Equal(StatusReason.BadAnswer, error.Status.Reason);
        Assert.Contains("larger than 50000 bytes", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Seen("GET", Item));

        using var large = server.Client();
        Assert.NotNull(await large.GetAsync(Make.Reference("a"), Stop));
        Assert.Equal("gzip", server.Seen("GET", Item)[^1].Headers["Accept-Encoding"]);
    }

    [Fact]
    public async Task A_body_that_does_not_unpack_is_an_error()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Item, async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync("not packed at all"u8.ToArray());
        });
        using var api = server.Client();

        Assert.Equal(StatusReason.BadAnswer, (await Assert.ThrowsAsync<KubernetesException>(() => api.GetAsync(Make.Reference("a"), Stop))).Status.Reason);
    }

    [Fact]
    public async Task A_connection_that_died_without_a_word_is_noticed()
    {
        using var authority = new TestAuthority();
        await using var server = await FakeApiServer.StartAsync(new TestServerOptions { Certificate = authority.IssueServer() });
        await using var cable = new TestCable(server.Address.Port);
        new WatchScript(server, "/api/v1/namespaces/shop/configmaps").List(FakeApiServer.Json(200, Make.List("1", null)));
        var config = new ClusterConfig
        {
            Name = "x",
            Server = new Uri($"https://127.0.0.1:{cable.Port}"),
            Trust = new ServerTrust { Authority = PemSource.FromText(authority.CertificatePem) },
        };
        using var api = server.Client(new KubernetesApiOptions { PingDelay = TimeSpan.FromSeconds(1), PingTimeout = TimeSpan.FromSeconds(1) }, config: config);
        await using var watcher = new Watcher(api);
        Assert.Equal("reset, synced@1", await watcher.NextAsync(2));
        await Eventually.TrueAsync(() => server.Requests.Any(request => request.Query.ContainsKey("watch")), cancellationToken: Stop);

        cable.Silence();

        Assert.Equal("interrupted Unreachable", await watcher.NextAsync(1));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Item, context =>
        {
            context.Response.Redirect("http://169.254.169.254/");
            return Task.CompletedTask;
        });
        using var api = server.Client();

        Assert.Equal(302, (await Assert.ThrowsAsync<KubernetesException>(() => api.GetAsync(Make.Reference("a"), Stop))).Status.Code);
    }

    [Fact]
    public async Task Nobody_there_is_said_in_plain_words()
    {
        var server = await FakeApiServer.StartAsync();
        var config = server.Config;
        await server.DisposeAsync();
        using var api = new KubernetesApi(config, new KubernetesApiOptions { MaxAttempts = 1 });

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.GetServerVersionAsync(Stop));

        Assert.Equal("get the server's version: Unreachable: Connection refused", error.Message);
        Assert.True(error.IsUnreachable);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task A_server_below_a_path_is_asked_below_it()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", "/clusters/one/version", FakeApiServer.Json(200, new() { ["major"] = "1", ["minor"] = "36", ["gitVersion"] = "v1.36.1", ["platform"] = "linux/amd64" }));
        using var api = server.Client(config: server.Config with { Server = new Uri(server.Address, "/clusters/one") });

        Assert.Equal(new ServerVersion("1", "36", "v1.36.1", "linux/amd64"), await api.GetServerVersionAsync(Stop));
    }

    [Fact]
    public async Task A_proxy_is_used_with_its_credentials_which_no_message_shows()
    {
        await using var proxy = await FakeApiServer.StartAsync();
        proxy.On("GET", "/version", FakeApiServer.Status(407, ""));
        var address = new UriBuilder(proxy.Address) { UserName = "agent", Password = "pr0xy-s3cret" }.Uri;
        using var api = proxy.Client(config: new ClusterConfig { Name = "x", Server = new Uri("http://cluster.example"), Proxy = address });

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.GetServerVersionAsync(Stop));

        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(proxy.Requests, request => request.Headers["Host"] == "cluster.example");
    }

    [Fact]
    public void Options_out_of_range_are_all_told_at_once()
    {
        var options = new KubernetesApiOptions { MaxConcurrency = 0, MaxAttempts = 0, RequestTimeout = TimeSpan.Zero, UserAgent = " " };

        var error = Assert.Throws<ArgumentException>(() => new KubernetesApi(new ClusterConfig { Name = "x", Server = new Uri("https://x") }, options));

        foreach (var name in new[] { "MaxConcurrency", "MaxAttempts", "RequestTimeout", "UserAgent" }) Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_of_the_server_reach_the_caller()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("PATCH", Item, context =>
        {
            context.Response.Headers.Warning = new StringValues(["299 - \"v1 \\\"X\\\" is deprecated\"", "299 - \"unknown field \\\"dat\\\"\""]);
            return FakeApiServer.Json(201, Make.ConfigMap("a"))(context);
        });
        using var api = server.Client();

        var result = await api.ApplyAsync(Make.Manifest("a"), new ApplyOptions { FieldManager = "test", KnownResourceVersion = "" }, Stop);

        Assert.Equal(["v1 \"X\" is deprecated", "unknown field \"dat\""], result.Warnings);
    }
}
