using System.Text.Json.Nodes;
using Pdp.LocalCluster.Tests.Kubectl;
using Pdp.LocalCluster.Typed;
using Pdp.Testing;

namespace Pdp.LocalCluster.Tests.Measuring;

/// <summary>What pods use, from their processes to <c>kubectl top</c>.</summary>
public sealed class PodMetricsTests(ITestOutputHelper output)
{
    private const string Path = "/apis/metrics.k8s.io/v1beta1";

    // The work is done by what the container's own process starts.
    private const string Catalogue = """
        images:
          - image: busy
            command: ["/bin/sh", "-c", "(while :; do :; done) & wait"]
          - image: idle
            command: ["/bin/sh", "-c", "sleep 1000 & wait"]
        """;

    [Fact]
    public async Task A_cluster_without_it_does_not_know_the_group()
    {
        await using var cluster = await TestCluster.StartAsync();

        Assert.Equal(404, (await cluster.GetAsync($"{Path}/pods")).Status);
        Assert.DoesNotContain("metrics.k8s.io", (await cluster.GetAsync("/apis")).Text, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Pods_are_measured_with_all_they_started_and_kubectl_shows_it()
    {
        using var home = new TempDirectory();
        await using var cluster = await TestCluster.StartAsync(new LocalClusterOptions
        {
            CatalogueFile = home.Write("catalogue.yaml", Catalogue),
            WorkDirectory = home.Combine("work"),
            MetricsResolution = TimeSpan.FromSeconds(1),
        });
        await cluster.NamespaceAsync("shop");
        foreach (var (name, image) in new[] { ("busy", "busy"), ("idle", "idle"), ("unmeasured", "pause") })
            Assert.Equal(201, (await cluster.PostAsync("/api/v1/namespaces/shop/pods", Pod(name, image))).Status);

        await cluster.BecomesAsync($"{Path}/namespaces/shop/pods", answer => Names(answer).SequenceEqual(["busy", "idle"]));
        // The first measurement may have been of a process that was only just there.
        await cluster.BecomesAsync($"{Path}/namespaces/shop/pods/busy", answer => Nanocores(answer) > 50_000_000);
        var busy = (await cluster.GetAsync($"{Path}/namespaces/shop/pods/busy")).Body;
        Assert.Equal(("PodMetrics", "metrics.k8s.io/v1beta1"), ((string?)busy["kind"], (string?)busy["apiVersion"]));
        Assert.Equal("busy", (string?)busy["metadata"]!["labels"]!["app"]);
        Assert.EndsWith("s", (string?)busy["window"], StringComparison.Ordinal);
        Assert.Matches("^[0-9]+[KM]i$", (string?)busy["containers"]![0]!["usage"]!["memory"]);
        Assert.Equal(["busy"], Names(await cluster.GetAsync($"{Path}/pods?labelSelector=app%3Dbusy")));
        Assert.Empty(Names(await cluster.GetAsync($"{Path}/namespaces/default/pods")));
        var missing = await cluster.GetAsync($"{Path}/namespaces/shop/pods/unmeasured");
        Assert.Equal((404, "podmetrics.metrics.k8s.io \"shop/unmeasured\" not found"), (missing.Status, (string?)missing.Body["message"]));
        Assert.Equal(405, (await cluster.SendAsync(HttpMethod.Delete, $"{Path}/namespaces/shop/pods/busy")).Status);

        var kubectl = new KubectlRunner(home, home.Write("kubeconfig", cluster.Server.KubeconfigText), output);
        var top = await kubectl.RunAsync("top", "pods", "--namespace", "shop", "--containers");
        Assert.Contains("CPU(cores)", top, StringComparison.Ordinal);
        Assert.Equal(2, top.Split('\n').Count(line => line.TrimEnd().EndsWith("Mi", StringComparison.Ordinal)));

        // Nothing of it is stored: a namespace is emptied without it.
        await cluster.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/shop");
        await cluster.BecomesAsync("/api/v1/namespaces/shop", answer => answer.Status == 404);
        Assert.Empty(Names(await cluster.GetAsync($"{Path}/pods")));
    }

    private static IEnumerable<string?> Names(Answer answer) => answer.Body["items"]!.AsArray().Select(pod => (string?)pod!["metadata"]!["name"]);

    private static long Nanocores(Answer answer) => (long)Quantity.Nanos((string)answer.Body["containers"]![0]!["usage"]!["cpu"]!)!;

    private static string Pod(string name, string image) => new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["app"] = name } },
        ["spec"] = new JsonObject
        {
            ["terminationGracePeriodSeconds"] = 0,
            ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = image }),
        },
    }.ToJsonString();
}
