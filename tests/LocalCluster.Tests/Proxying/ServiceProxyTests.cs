using Pdp.LocalCluster.Proxying;
using Pdp.Testing;

namespace Pdp.LocalCluster.Tests.Proxying;

/// <summary>A Service reached through the API server.</summary>
public sealed class ServiceProxyTests
{
    private const string Services = "/api/v1/namespaces/default/services";
    private const string Catalogue =
        """
        images:
        - image: shop
          command: ["{standin}", inventory, --host, "{pod.ip}", --port, "{port}"]
          env: {RELEASE: "{tag}"}
        """;

    private const string Service =
        """{"metadata": {"name": "shop"}, "spec": {"selector": {"app": "shop"}, "ports": [{"name": "http", "port": 80, "targetPort": 5000}]}}""";

    private const string Pod =
        """
        {"metadata": {"name": "shop", "labels": {"app": "shop"}}, "spec": {"containers": [{"name": "main", "image": "shop:v1",
          "ports": [{"containerPort": 5000}], "readinessProbe": {"httpGet": {"path": "/health", "port": 5000}, "periodSeconds": 1}}]}}
        """;

    [Theory]
    [InlineData("/api/v1/namespaces/a/services/b:80/proxy/c/d", "b", "80", "/c/d")]
    [InlineData("/api/v1/namespaces/a/services/b:http/proxy", "b", "http", "/")]
    [InlineData("/api/v1/namespaces/a/services/b/proxy/", "b", "", "/")]
    [InlineData("/api/v1/namespaces/a/services/http:b:80/proxy/c", "b", "80", "/c")]
    public void A_path_names_service_port_and_rest(string path, string service, string port, string rest) =>
        Assert.Equal(new ProxyTarget("a", service, port, rest), ProxyTarget.Parse(path));

    [Theory]
    [InlineData("/api/v1/namespaces/a/services/b")]
    [InlineData("/api/v1/namespaces/a/services/b/status")]
    [InlineData("/api/v1/namespaces/a/pods/b/proxy/c")]
    [InlineData("/api/v1/services/b/proxy")]
    public void Another_path_is_not_the_proxys(string path) => Assert.Null(ProxyTarget.Parse(path));

    [Fact]
    public async Task A_request_is_carried_there_and_its_answer_back()
    {
        using var directory = new TempDirectory();
        await using var cluster = await TestCluster.StartAsync(new LocalClusterOptions { CatalogueFile = directory.Write("catalogue.yaml", Catalogue) });
        Assert.Equal(201, (await cluster.PostAsync(Services, Service)).Status);
        Assert.Equal(503, (await cluster.GetAsync($"{Services}/shop:80/proxy/version")).Status);
        Assert.Equal(201, (await cluster.PostAsync("/api/v1/namespaces/default/pods", Pod)).Status);
        await Eventually.TrueAsync(
            async () => (await cluster.GetAsync($"{Services}/shop:80/proxy/version")).Status == 200,
            TimeSpan.FromSeconds(30),
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("v1", (string?)(await cluster.GetAsync($"{Services}/shop:http/proxy/version")).Body["release"]);
        Assert.Equal(404, (await cluster.GetAsync($"{Services}/shop/proxy/no-such-route")).Status);
        Assert.Equal(201, (await cluster.PostAsync($"{Services}/shop/proxy/api/orders", """{"product": 1, "quantity": 2}""")).Status);
        Assert.Contains("orders", (await cluster.GetAsync($"{Services}/shop/proxy/api/orders")).Text, StringComparison.Ordinal);
        Assert.Equal(503, (await cluster.GetAsync($"{Services}/shop:81/proxy/version")).Status);
    }

    [Fact]
    public async Task What_is_not_there_or_not_allowed_is_a_status()
    {
        await using var cluster = await TestCluster.StartAsync(new LocalClusterOptions { SimulatedNode = true, EnforceRbac = true });
        using var stranger = cluster.NewClient(System.Net.HttpVersion.Version11);

        var missing = await cluster.GetAsync($"{Services}/gone:80/proxy/");
        using var refused = await stranger.GetAsync(new Uri($"{Services}/gone:80/proxy/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((404, "NotFound"), (missing.Status, missing.Reason));
        Assert.Equal(401, (int)refused.StatusCode);
    }
}
