using System.Collections.Concurrent;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Services;
using Pdp.LocalCluster.Tests.Controllers;
using Pdp.LocalCluster.Tests.Running;

namespace Pdp.LocalCluster.Tests.Services;

/// <summary>The whole chain with real processes: readiness, slices, service port, drain.</summary>
public sealed class RolloutUnderLoadTests(ITestOutputHelper output)
{
    private const string Catalogue = """
        images:
        - image: shop
          command: ["{standin}", inventory]
          env: {HOST: "{pod.ip}", PORT: "{port}", RELEASE: "{tag}"}
        - image: db
          command: ["{standin}", database]
          env: {HOST: "{pod.ip}", PORT: "{port}", RELEASE: "{tag}"}
        """;

    private const string Service = """{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "shop"}, "spec": {"selector": {"app": "shop"}, "ports": [{"port": 80, "targetPort": 5000}]}}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_request_fails_while_a_release_replaces_another(bool keepAlive)
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        cluster.Create(Service);
        cluster.Create(Shop(3));
        await cluster.UntilAsync("deployments.apps", "shop", DeploymentTests.IsComplete, seconds: 60);
        await cluster.UntilAsync("services", "shop", service => service.Annotation(ServiceProxy.AddressAnnotation) is not null);
        var address = cluster.Get("services", "shop")!.Annotation(ServiceProxy.AddressAnnotation)!;
        var (answers, failures) = (new ConcurrentDictionary<string, int>(StringComparer.Ordinal), new ConcurrentQueue<string>());
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 4).Select(_ => LoadAsync(address, keepAlive, answers, failures, stop.Token)).ToList();
        await RunningCluster.UntilAsync(() => answers.Values.Sum() > 300, seconds: 60);
        cluster.Change("deployments.apps", "shop", DeploymentTests.SetImage("shop:v2"));
        await cluster.UntilAsync("deployments.apps", "shop", DeploymentTests.IsComplete, seconds: 90);
        await RunningCluster.UntilAsync(() => cluster.Pods("shop").Count == 3, seconds: 60);
        var after = answers.GetValueOrDefault("v2");
        await RunningCluster.UntilAsync(() => answers.GetValueOrDefault("v2") > after + 300, seconds: 60);
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        output.WriteLine(string.Join(", ", answers.Select(pair => $"{pair.Key}: {pair.Value}")));
        Assert.Empty(failures);
        Assert.True(answers["v1"] > 0 && answers["v2"] > 0);
    }

    [Fact]
    public async Task A_service_without_pods_refuses_and_names_lead_to_the_address()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        cluster.Create(Service);
        await cluster.UntilAsync("services", "shop", service => service.Annotation(ServiceProxy.AddressAnnotation) is not null);
        var address = cluster.Get("services", "shop")!.Annotation(ServiceProxy.AddressAnnotation)!;
        Assert.Equal(address, cluster.Names.Find("shop.test.svc.cluster.local:80"));
        using var client = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://{address}/"), RunningCluster.Cancel));
        cluster.Create(Shop(1));
        await cluster.UntilAsync("deployments.apps", "shop", DeploymentTests.IsComplete, seconds: 60);
        await RunningCluster.UntilAsync(async () => (await client.GetAsync(new Uri($"http://{address}/"), RunningCluster.Cancel)).IsSuccessStatusCode);
        cluster.Delete("services", "shop");
        await RunningCluster.UntilAsync(() => cluster.Names.Find("shop.test.svc.cluster.local:80") is null);
    }

    [Fact]
    public async Task A_backend_reaches_its_database_by_the_name_of_its_service()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        cluster.Create(Service);
        cluster.Create("""{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "db"}, "spec": {"selector": {"app": "db"}, "ports": [{"port": 5432}]}}""");
        cluster.Create(Shop(1, "env: [{name: DATABASE_URL, value: 'postgresql://u@db.test.svc.cluster.local:5432/x'}]"));
        await cluster.UntilAsync("deployments.apps", "shop", DeploymentTests.IsComplete, seconds: 60);
        var address = cluster.Get("services", "shop")!.Annotation(ServiceProxy.AddressAnnotation)!;
        using var client = new HttpClient();
        Assert.Equal(503, (int)(await client.GetAsync(new Uri($"http://{address}/health/db"), RunningCluster.Cancel)).StatusCode);
        // The database comes later than the process that needs it.
        cluster.Create(Workloads.Deployment("db", "db:15", 1).Replace("image: \"db:15\"", "image: \"db:15\"\n        ports: [{containerPort: 5432}]", StringComparison.Ordinal));
        await cluster.UntilAsync("deployments.apps", "db", DeploymentTests.IsComplete, seconds: 60);
        await RunningCluster.UntilAsync(async () =>
            (await (await client.GetAsync(new Uri($"http://{address}/health/db"), RunningCluster.Cancel)).Content.ReadAsStringAsync(RunningCluster.Cancel)).Contains("PONG 15", StringComparison.Ordinal));
    }

    private static async Task LoadAsync(string address, bool keepAlive, ConcurrentDictionary<string, int> answers, ConcurrentQueue<string> failures, CancellationToken stop)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.ConnectionClose = !keepAlive;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var json = System.Text.Json.JsonDocument.Parse(await client.GetStringAsync(new Uri($"http://{address}/version"), CancellationToken.None));
                answers.AddOrUpdate(json.RootElement.GetProperty("release").GetString()!, 1, (_, count) => count + 1);
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                failures.Enqueue(failure.Message + " " + failure.InnerException?.Message);
            }
        }
    }

    private static string Shop(int replicas, string more = "") => Workloads.Deployment("shop", "shop:v1", replicas, "  strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}").Replace(
        "image: \"shop:v1\"",
        $"image: \"shop:v1\"\n        ports: [{{containerPort: 5000}}]\n        readinessProbe: {{httpGet: {{path: /health, port: 5000}}, periodSeconds: 1}}\n        {more}",
        StringComparison.Ordinal);
}
