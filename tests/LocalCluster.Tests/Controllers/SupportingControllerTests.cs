using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Tests.Running;

namespace Pdp.LocalCluster.Tests.Controllers;

/// <summary>Endpoints, daemon sets, claims, budgets and autoscalers.</summary>
public sealed class SupportingControllerTests
{
    private const string Slices = "endpointslices.discovery.k8s.io";

    [Fact]
    public async Task A_slice_follows_its_pods_from_ready_to_gone()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create("""{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": "http"}]}}""");
        cluster.Create(Workloads.Deployment("web", "app:v1", 2).Replace("image: \"app:v1\"", "image: \"app:v1\"\n        ports: [{name: http, containerPort: 8080}]", StringComparison.Ordinal));
        await RunningCluster.UntilAsync(() => cluster.List(Slices) is [var slice] && slice.Items("endpoints").Count(endpoint => endpoint.Bool("conditions", "ready") == true) == 2);
        var ready = cluster.List(Slices)[0];
        Assert.Equal(8080, ready.Items("ports").Single().Int("port"));
        Assert.Equal("", ready.Items("ports").Single().Text("name"));
        Assert.Equal("endpointslice-controller.k8s.io", ready.Label("endpointslice.kubernetes.io/managed-by"));
        Assert.Equal(2, cluster.Get("endpoints", "web")!.Items("subsets").Single().Items("addresses").Count());
        cluster.Change("deployments.apps", "web", web => web["spec"]!["replicas"] = 0);
        await RunningCluster.UntilAsync(() => cluster.List(Slices) is [var slice] && !slice.Items("endpoints").Any());
        Assert.Null(cluster.List(Slices)[0]["endpoints"]);
        cluster.Delete("services", "web");
        await RunningCluster.UntilAsync(() => cluster.List(Slices).Count == 0 && cluster.Get("endpoints", "web") is null);
    }

    [Fact]
    public async Task A_pod_on_its_way_out_is_terminating_and_not_ready_but_still_serves()
    {
        await using var cluster = await RunningCluster.StartAsync("""
            images:
            - image: stubborn
              command: [/bin/sh, -c, "trap '' TERM; while :; do sleep 0.1; done"]
            """);
        cluster.Create("""{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]}}""");
        cluster.Create(Workloads.Pod("web", "image: stubborn:v1"));
        await RunningCluster.UntilAsync(() => cluster.List(Slices) is [var slice] && slice.Items("endpoints").FirstOrDefault()?.Bool("conditions", "ready") == true);
        cluster.Delete("pods", "web");
        await RunningCluster.UntilAsync(() => cluster.List(Slices)[0].Items("endpoints").FirstOrDefault()?.Bool("conditions", "terminating") == true);
        var leaving = cluster.List(Slices)[0].Items("endpoints").First();
        Assert.False(leaving.Bool("conditions", "ready"));
        Assert.True(leaving.Bool("conditions", "serving"));
    }

    [Fact]
    public async Task A_daemon_set_keeps_a_pod_on_each_node_and_rolls_it()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create("""
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: logs}
            spec:
              selector: {matchLabels: {app: logs}}
              template:
                metadata: {labels: {app: logs}}
                spec:
                  containers: [{name: main, image: "app:v1"}]
            """);
        await cluster.UntilAsync("daemonsets.apps", "logs", set => set.Int("status", "numberAvailable") == 1);
        cluster.Change("daemonsets.apps", "logs", DeploymentTests.SetImage("app:v2"));
        await cluster.UntilAsync("daemonsets.apps", "logs", set =>
            set.Long("status", "observedGeneration") == set.Generation() && set.Int("status", "updatedNumberScheduled") == 1 && set.Int("status", "numberAvailable") == 1);
        Assert.Equal("app:v2", cluster.Pods("logs").Single(PodFacts.IsActive).Items("spec", "containers").First().Text("image"));
    }

    [Fact]
    public async Task A_claim_is_bound_at_once_and_kept_while_a_pod_uses_it()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create("""{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}""");
        cluster.Create(Workloads.Pod("user", "image: app:v1", "volumes:\n- {name: d, persistentVolumeClaim: {claimName: data}}"));
        await cluster.UntilAsync("persistentvolumeclaims", "data", claim => claim.Text("status", "phase") == "Bound");
        var volume = cluster.Get("persistentvolumeclaims", "data")!.Text("spec", "volumeName")!;
        Assert.Equal("Bound", cluster.Get("persistentvolumes", volume)!.Text("status", "phase"));
        var directory = cluster.Get("persistentvolumes", volume)!.Text("spec", "hostPath", "path")!;
        await cluster.UntilAsync("pods", "user", PodFacts.IsReady);
        cluster.Delete("persistentvolumeclaims", "data");
        Assert.True(Directory.Exists(directory));
        Assert.NotNull(cluster.Get("persistentvolumeclaims", "data"));
        cluster.Delete("pods", "user");
        await RunningCluster.UntilAsync(() => cluster.Get("persistentvolumeclaims", "data") is null && cluster.Get("persistentvolumes", volume) is null);
        await RunningCluster.UntilAsync(() => !Directory.Exists(directory));
    }

    [Fact]
    public async Task A_budget_counts_what_may_be_disturbed()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create("""{"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": "web"}, "spec": {"minAvailable": 2, "selector": {"matchLabels": {"app": "web"}}}}""");
        cluster.Create(Workloads.Deployment("web", "app:v1", 3));
        await cluster.UntilAsync("poddisruptionbudgets.policy", "web", budget => budget.Int("status", "disruptionsAllowed") == 1 && budget.Int("status", "currentHealthy") == 3);
    }

    [Fact]
    public async Task An_autoscaler_without_metrics_keeps_its_target_within_bounds_and_says_so()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Workloads.Deployment("web", "app:v1", 1));
        cluster.Create("""{"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "web"}, "spec": {"minReplicas": 2, "maxReplicas": 4, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}}}""");
        await cluster.UntilAsync("deployments.apps", "web", web => web.Int("status", "availableReplicas") == 2);
        await cluster.UntilAsync("horizontalpodautoscalers.autoscaling", "web", scaler => scaler.Int("status", "currentReplicas") == 2);
        Assert.Equal("FailedGetResourceMetric", Conditions.Find(cluster.Get("horizontalpodautoscalers.autoscaling", "web")!, "ScalingActive").Text("reason"));
    }

    [Fact]
    public async Task What_happened_is_told_as_events_and_repeats_are_counted()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Workloads.Deployment("web", "app:v1", 1));
        await RunningCluster.UntilAsync(() => cluster.List("events").Any(entry => entry.Text("reason") == "ScalingReplicaSet" && entry.Text("involvedObject", "name") == "web"));
        await RunningCluster.UntilAsync(() => cluster.List("events").Any(entry => entry.Text("reason") == "Scheduled"));
    }
}
