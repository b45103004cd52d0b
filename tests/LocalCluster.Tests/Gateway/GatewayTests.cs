using System.Text.Json.Nodes;
using Pdp.Testing;

namespace Pdp.LocalCluster.Tests.Gateway;

/// <summary>The Gateway API of the cluster, and its gateways, over the wire.</summary>
public sealed class GatewayTests
{
    private const string Api = "/apis/gateway.networking.k8s.io/v1/namespaces/default";
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

    private const string Gateway =
        """
        {"metadata": {"name": "edge"}, "spec": {"gatewayClassName": "local", "listeners": [
          {"name": "http", "protocol": "HTTP", "port": 80}, {"name": "tcp-80", "protocol": "TCP", "port": 8080}]}}
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_and_connections_go_through_it_as_its_routes_say()
    {
        using var directory = new TempDirectory();
        await using var cluster = await TestCluster.StartAsync(
            new LocalClusterOptions { CatalogueFile = directory.Write("catalogue.yaml", Catalogue), Gateways = true });
        await cluster.BecomesAsync(Api + "/gateways", answer => answer.Status == 200);
        Assert.Equal(201, (await cluster.PostAsync(Api + "/gateways", Gateway)).Status);
        Assert.Equal(201, (await cluster.PostAsync(Api + "/httproutes", HttpRoute("web", "http"))).Status);
        Assert.Equal(201, (await cluster.PostAsync(Api + "/tcproutes", TcpRoute)).Status);
        await cluster.BecomesAsync(Api + "/httproutes/web", answer => Condition(answer, "ResolvedRefs") == "BackendNotFound");
        Assert.Equal(201, (await cluster.PostAsync("/api/v1/namespaces/default/services", Service)).Status);
        Assert.Equal(201, (await cluster.PostAsync("/api/v1/namespaces/default/pods", Pod)).Status);
        await cluster.BecomesAsync(Api + "/httproutes/web", answer => Condition(answer, "ResolvedRefs") == "ResolvedRefs" && Condition(answer, "Accepted") == "Accepted");

        var addresses = await AddressesAsync(cluster);
        using var client = new HttpClient();
        await Eventually.TrueAsync(
            async () => (await AskAsync(client, addresses["http"], "/shop/version", "shop.example.com")).Status == 200, TimeSpan.FromSeconds(30), cancellationToken: Ct);
        Assert.Equal("v1", (string?)JsonNode.Parse((await AskAsync(client, addresses["http"], "/shop/version", "shop.example.com")).Text)!["release"]);
        Assert.Equal(404, (await AskAsync(client, addresses["http"], "/shop/version", "other.example.com")).Status);
        await Eventually.TrueAsync(
            async () => (await AskAsync(client, addresses["tcp-80"], "/version", "anything")).Status == 200, TimeSpan.FromSeconds(30), cancellationToken: Ct);

        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Delete, Api + "/httproutes/web")).Status);
        await Eventually.TrueAsync(
            async () => (await AskAsync(client, addresses["http"], "/shop/version", "shop.example.com")).Status == 404, TimeSpan.FromSeconds(30), cancellationToken: Ct);
    }

    [Fact]
    public async Task It_says_which_routes_it_takes()
    {
        await using var cluster = await TestCluster.StartAsync(new LocalClusterOptions { SimulatedNode = true, Gateways = true });
        await cluster.BecomesAsync(Api + "/gateways", answer => answer.Status == 200);
        await cluster.NamespaceAsync("far");
        await cluster.PostAsync(Api + "/gateways", Gateway);
        await cluster.PostAsync(Api + "/httproutes", HttpRoute("nowhere", "https"));
        await cluster.PostAsync(Api + "/httproutes", HttpRoute("wrong", "tcp-80"));
        await cluster.PostAsync(Api.Replace("/default", "/far", StringComparison.Ordinal) + "/httproutes", HttpRoute("far", "http"));
        await cluster.BecomesAsync(Api + "/httproutes/nowhere", answer => Condition(answer, "Accepted") == "NoMatchingParent");
        await cluster.BecomesAsync(Api + "/httproutes/wrong", answer => Condition(answer, "Accepted") == "NotAllowedByListeners");
        await cluster.BecomesAsync(
            Api.Replace("/default", "/far", StringComparison.Ordinal) + "/httproutes/far", answer => Condition(answer, "Accepted") == "NotAllowedByListeners");
        await cluster.BecomesAsync(Api + "/gateways/edge", answer => answer.Body["status"]?["conditions"]?.AsArray().Count == 2);
    }

    [Fact]
    public async Task Without_the_option_there_is_no_Gateway_API()
    {
        await using var cluster = await TestCluster.StartAsync();
        Assert.Equal(404, (await cluster.GetAsync(Api + "/gateways")).Status);
    }

    private const string TcpRoute =
        """
        {"metadata": {"name": "raw"}, "spec": {"parentRefs": [{"name": "edge", "sectionName": "tcp-80"}],
          "rules": [{"backendRefs": [{"name": "shop", "port": 80}]}]}}
        """;

    private static string HttpRoute(string name, string section) =>
        $$"""
        {"metadata": {"name": "{{name}}"}, "spec": {"parentRefs": [{"name": "edge", "namespace": "default", "sectionName": "{{section}}"}],
          "hostnames": ["shop.example.com"], "rules": [{"matches": [{"path": {"type": "PathPrefix", "value": "/shop"} }],
          "filters": [{"type": "URLRewrite", "urlRewrite": {"path": {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/"} } }],
          "backendRefs": [{"name": "shop", "port": 80}]}] } }
        """;

    private static string? Condition(Answer answer, string type) => (string?)(answer.Body["status"]?["parents"]?[0]?["conditions"] as JsonArray)?
        .FirstOrDefault(condition => (string?)condition!["type"] == type)?["reason"];

    private static async Task<Dictionary<string, string>> AddressesAsync(TestCluster cluster)
    {
        var text = "";
        await cluster.BecomesAsync(
            Api + "/gateways/edge", answer => (text = (string?)answer.Body["metadata"]?["annotations"]?["local-cluster/address"] ?? "").Contains("tcp-80=", StringComparison.Ordinal));
        return text.Split(',').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }

    private static async Task<(int Status, string Text)> AskAsync(HttpClient client, string address, string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{address}{path}");
        request.Headers.Host = host;
        try
        {
            using var answer = await client.SendAsync(request, Ct);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
        }
        catch (HttpRequestException refused)
        {
            return (0, refused.Message);
        }
    }
}
