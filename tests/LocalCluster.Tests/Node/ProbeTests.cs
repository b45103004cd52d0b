using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Tests.Running;

namespace Pdp.LocalCluster.Tests.Node;

/// <summary>Probes made against the stand-in program.</summary>
public sealed class ProbeTests
{
    private const string Catalogue = """
        images:
        - image: shop
          tags: ["sick*"]
          command: ["{standin}", never-ready]
          env: &env {HOST: "{pod.ip}", PORT: "{port}", RELEASE: "{tag}"}
        - {image: shop, command: ["{standin}", inventory], env: *env, startupDelaySeconds: 0}
        - image: db
          command: ["{standin}", database]
          env: {HOST: "{pod.ip}", PORT: "{port}"}
          exec: [{match: "pg_isready*", tcp: postgres}, {match: "false", succeeds: false}]
        """;

    private const string Ports = "ports: [{name: http, containerPort: 5000}]";

    [Fact]
    public async Task Ready_only_once_the_probe_says_so()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        cluster.Create(Workloads.Pod("well", $"image: shop:v1\n{Ports}\nreadinessProbe: {{httpGet: {{path: /health, port: http}}, periodSeconds: 1}}"));
        cluster.Create(Workloads.Pod("sick", $"image: shop:sick\n{Ports}\nreadinessProbe: {{httpGet: {{path: /health, port: 5000}}, periodSeconds: 1}}"));
        await cluster.UntilAsync("pods", "well", PodFacts.IsReady);
        await RunningCluster.UntilAsync(() => cluster.List("events").Any(entry =>
            entry.Text("reason") == "Unhealthy" && entry.Text("message") == "Readiness probe failed: HTTP probe failed with statuscode: 503"));
        var sick = cluster.Get("pods", "sick")!;
        Assert.False(sick.IsReady());
        Assert.Equal("containers with unready status: [main]", Conditions.Find(sick, "Ready").Text("message"));
        Assert.True(sick.Items("status", "containerStatuses").Single().Bool("started"));
    }

    [Fact]
    public async Task A_dead_one_is_restarted()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue, new NodeOptions { FirstRestartPause = TimeSpan.FromMilliseconds(200) });
        cluster.Create(Workloads.Pod("dies", $"image: shop:sick\n{Ports}\nlivenessProbe: {{httpGet: {{path: /health, port: http}}, periodSeconds: 1, failureThreshold: 2}}"));
        await cluster.UntilAsync("pods", "dies", pod => pod.Restarts() >= 1, seconds: 40);
        await RunningCluster.UntilAsync(() => cluster.List("events").Any(entry => entry.Text("reason") == "Killing" && entry.Text("message") == "Container main failed liveness probe, will be restarted"));
    }

    [Fact]
    public async Task Until_it_has_started_nothing_else_is_asked()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        cluster.Create(Workloads.Pod("slow", $"""
            image: shop:v1
            {Ports}
            env: [{"{"}name: STARTUP_SECONDS, value: '2'{"}"}]
            startupProbe: {"{"}tcpSocket: {"{"}port: http{"}"}, periodSeconds: 1, failureThreshold: 30{"}"}
            livenessProbe: {"{"}tcpSocket: {"{"}port: http{"}"}, periodSeconds: 1, failureThreshold: 1{"}"}
            """));
        await cluster.UntilAsync("pods", "slow", PodFacts.IsReady);
        Assert.Equal(0, cluster.Get("pods", "slow")!.Restarts());
        Assert.Contains(cluster.List("events"), entry => entry.Text("message")!.StartsWith("Startup probe failed: dial tcp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Commands_run_as_the_catalogue_maps_them()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        const string db = "image: db\nports: [{name: postgres, containerPort: 5432}]\nreadinessProbe: {periodSeconds: 1, exec: {command: ";
        cluster.Create(Workloads.Pod("mapped", db + "[pg_isready, -U, postgres]}}"));
        cluster.Create(Workloads.Pod("fails", db + "['false']}}"));
        cluster.Create(Workloads.Pod("unmapped", db + "[psql]}}"));
        await cluster.UntilAsync("pods", "mapped", PodFacts.IsReady);
        foreach (var message in (string[])["Readiness probe failed: the catalogue says it fails", "Readiness probe failed: the catalogue maps no command \"psql\" of this image"])
            await RunningCluster.UntilAsync(() => cluster.List("events").Any(entry => entry.Text("message") == message));
        Assert.False(cluster.Get("pods", "fails")!.IsReady());
        Assert.False(cluster.Get("pods", "unmapped")!.IsReady());
    }
}
