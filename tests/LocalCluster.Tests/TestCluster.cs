using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Tests;

/// <summary>A cluster of a test's own with a simulated node, and a client that trusts nothing but its authority.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly X509Certificate2 _authority;

    private TestCluster(LocalClusterServer server)
    {
        Server = server;
        _authority = X509Certificate2.CreateFromPem(server.CertificateAuthority);
        Client = NewClient(HttpVersion.Version20);
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
    }

    public LocalClusterServer Server { get; }

    public HttpClient Client { get; }

    public static Task<TestCluster> StartAsync(LocalClusterOptions? options = null) =>
        StartUntilAsync(options, TestContext.Current.CancellationToken);

    /// <summary>For clusters that outlive the test that starts them.</summary>
    public static async Task<TestCluster> StartUntilAsync(LocalClusterOptions? options, CancellationToken ct) =>
        new(await LocalClusterServer.StartAsync(options ?? new LocalClusterOptions { SimulatedNode = true }, ct));

    /// <summary>A client without a token.</summary>
    public HttpClient NewClient(Version version)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_authority);
        var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
        return new HttpClient(handler) { BaseAddress = new Uri(Server.Url), DefaultRequestVersion = version, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, string body, string type = "application/json") =>
        SendAsync(HttpMethod.Post, path, body, type);

    public Task<Answer> PatchAsync(string path, string body, string type = "application/merge-patch+json") =>
        SendAsync(HttpMethod.Patch, path, body, type);

    public Task<Answer> ApplyAsync(string path, string body, string manager = "tester", bool force = false) =>
        SendAsync(
            HttpMethod.Patch, $"{path}?fieldManager={manager}&force={(force ? "true" : "false")}", body, "application/apply-patch+yaml");

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path) { Version = Client.DefaultRequestVersion, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }
        return await Answer.OfAsync(await Client.SendAsync(request, TestContext.Current.CancellationToken));
    }

    /// <summary>Waits until an answer is as it should be.</summary>
    public Task BecomesAsync(string path, Func<Answer, bool> expected) =>
        Testing.Eventually.TrueAsync(
            async () => expected(await GetAsync(path)), TimeSpan.FromSeconds(20), path, TestContext.Current.CancellationToken);

    public async Task NamespaceAsync(string name) =>
        Assert.Equal(
            201, (await PostAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }.ToJsonString())).Status);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _authority.Dispose();
        await Server.DisposeAsync();
    }
}
