using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Tests.Running;

namespace Pdp.LocalCluster.Tests.Controllers;

public sealed class DeploymentTests
{
    private const string Deployments = "deployments.apps";
    private const string Sets = "replicasets.apps";

    [Fact]
    public async Task A_release_replaces_the_one_before_without_dropping_below_what_is_promised()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Workloads.Deployment("web", "app:v1", 4));
        await cluster.UntilAsync(Deployments, "web", IsComplete);
        Assert.Equal("1", cluster.Get(Deployments, "web")!.Annotation("deployment.kubernetes.io/revision"));
        using var watch = await AvailabilityWatch.StartAsync(cluster, "web");
        using var surge = new SurgeWatch(cluster, "web");
        cluster.Change(Deployments, "web", SetImage("app:v2"));
        await cluster.UntilAsync(Deployments, "web", IsComplete);
        Assert.Equal("2", cluster.Get(Deployments, "web")!.Annotation("deployment.kubernetes.io/revision"));
        Assert.InRange(await watch.LeastAsync(), 3, 4);
        Assert.Equal(5, await surge.MostAsync());
        Assert.All(cluster.Pods("web").Where(PodFacts.IsActive), pod => Assert.Equal("app:v2", pod.Items("spec", "containers").First().Text("image")));
    }

    [Fact]
    public async Task A_release_that_never_starts_passes_its_deadline_and_the_old_one_comes_back()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Workloads.Deployment("web", "app:v1", 3, "  progressDeadlineSeconds: 2"));
        await cluster.UntilAsync(Deployments, "web", IsComplete);
        cluster.Change(Deployments, "web", SetImage("broken:v2"));
        await cluster.UntilAsync(Deployments, "web", web => Reason(web, "Progressing") == "ProgressDeadlineExceeded");
        var stuck = cluster.Get(Deployments, "web")!;
        Assert.Equal("True", Conditions.Status(stuck, "Available"));
        Assert.Equal(1, stuck.Int("status", "unavailableReplicas"));
        Assert.Equal(3, stuck.Int("status", "availableReplicas"));
        var waiting = cluster.Pods("web").Select(pod => pod.Items("status", "containerStatuses").FirstOrDefault().Text("state", "waiting", "reason")).OfType<string>();
        Assert.Equal("ImagePullBackOff", Assert.Single(waiting));
        cluster.Change(Deployments, "web", SetImage("app:v1"));
        await cluster.UntilAsync(Deployments, "web", IsComplete);
        Assert.Equal("3", cluster.Get(Deployments, "web")!.Annotation("deployment.kubernetes.io/revision"));
        Assert.Equal("1", cluster.List(Sets).Single(set => set.Annotation("deployment.kubernetes.io/revision") == "3").Annotation("deployment.kubernetes.io/revision-history"));
    }

    [Fact]
    public async Task A_paused_one_says_so_and_makes_nothing_new_until_it_is_resumed()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Workloads.Deployment("web", "app:v1", 2));
        await cluster.UntilAsync(Deployments, "web", IsComplete);
        cluster.Change(Deployments, "web", web =>
        {
            web["spec"]!["paused"] = true;
            SetImage("app:v2")(web);
        });
        await cluster.UntilAsync(Deployments, "web", web => Reason(web, "Progressing") == "DeploymentPaused" && web.Long("status", "observedGeneration") == web.Generation());
        Assert.Single(cluster.List(Sets));
        Assert.Null(cluster.Get(Deployments, "web")!.Int("status", "updatedReplicas"));
        // Scaling goes on while paused.
        cluster.Change(Deployments, "web", web => web["spec"]!["replicas"] = 3);
        await cluster.UntilAsync(Deployments, "web", web => web.Int("status", "availableReplicas") == 3);
        cluster.Change(Deployments, "web", web => web["spec"]!["paused"] = false);
        await cluster.UntilAsync(Deployments, "web", IsComplete);
        Assert.Equal(2, cluster.List(Sets).Count);
    }

    [Fact]
    public async Task Recreate_ends_every_old_pod_before_the_first_new_one_starts()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Workloads.Deployment("web", "app:v1", 2, "  strategy: {type: Recreate}"));
        await cluster.UntilAsync(Deployments, "web", IsComplete);
        using var watch = await AvailabilityWatch.StartAsync(cluster, "web");
        cluster.Change(Deployments, "web", SetImage("app:v2"));
        await cluster.UntilAsync(Deployments, "web", IsComplete);
        await watch.LeastAsync();
        Assert.False(watch.SawTwoImages);
    }

    [Fact]
    public async Task Only_as_many_old_sets_are_kept_as_the_history_allows()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Workloads.Deployment("web", "app:v1", 1, "  revisionHistoryLimit: 1"));
        foreach (var image in (string[])["app:v2", "app:v3", "app:v4"])
        {
            await cluster.UntilAsync(Deployments, "web", IsComplete);
            cluster.Change(Deployments, "web", SetImage(image));
        }

        await cluster.UntilAsync(Deployments, "web", IsComplete);
        await RunningCluster.UntilAsync(() => cluster.List(Sets).Count == 2);
    }

    [Fact]
    public async Task A_set_left_behind_is_taken_in_again_with_its_pods()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Workloads.Deployment("web", "app:v1", 2));
        await cluster.UntilAsync(Deployments, "web", IsComplete);
        var pods = cluster.Pods("web").Select(ObjectMeta.Name).ToList();
        cluster.Delete(Deployments, "web", new(Propagation: Pdp.LocalCluster.Api.Propagation.Orphan));
        await RunningCluster.UntilAsync(() => cluster.Get(Deployments, "web") is null && cluster.List(Sets).Single().Controller() is null);
        cluster.Create(Workloads.Deployment("web", "app:v1", 2));
        await cluster.UntilAsync(Deployments, "web", IsComplete);
        Assert.NotNull(cluster.List(Sets).Single().Controller());
        Assert.Equal(pods, cluster.Pods("web").Select(ObjectMeta.Name));
    }

    [Fact]
    public async Task Readiness_counts_only_after_the_seconds_asked_for()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Workloads.Deployment("web", "app:v1", 1, "  minReadySeconds: 2"));
        await cluster.UntilAsync(Deployments, "web", web => web.Int("status", "readyReplicas") == 1);
        Assert.Null(cluster.Get(Deployments, "web")!.Int("status", "availableReplicas"));
        await cluster.UntilAsync(Deployments, "web", IsComplete);
    }

    internal static bool IsComplete(JsonObject deployment)
    {
        var replicas = deployment.Int("spec", "replicas");
        return deployment.Long("status", "observedGeneration") == deployment.Generation() && deployment.Int("status", "updatedReplicas") == replicas &&
            deployment.Int("status", "availableReplicas") == replicas && deployment.Int("status", "replicas") == replicas &&
            Reason(deployment, "Progressing") == "NewReplicaSetAvailable";
    }

    internal static Action<JsonObject> SetImage(string image) => workload => workload.Items("spec", "template", "spec", "containers").First()["image"] = image;

    private static string? Reason(JsonObject obj, string type) => Conditions.Find(obj, type).Text("reason");
}
