using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Tests.Running;

namespace Pdp.LocalCluster.Tests.Controllers;

public sealed class StatefulSetTests
{
    private const string Resource = "statefulsets.apps";

    [Fact]
    public async Task Pods_start_in_order_each_after_the_one_before_is_ready_and_get_their_claims()
    {
        await using var cluster = await RunningCluster.StartAsync();
        var order = OrderOf(cluster, 3, pod => pod.IsReady());
        cluster.Create(Set("db", 3));
        await cluster.UntilAsync(Resource, "db", set => set.Int("status", "readyReplicas") == 3);
        Assert.Equal(["db-0", "db-1", "db-2"], await order.WaitAsync(TimeSpan.FromMinutes(1), RunningCluster.Cancel));
        var pods = cluster.Pods("db").OrderBy(ObjectMeta.Name).ToList();
        for (var i = 1; i < pods.Count; i++) Assert.True(pods[i].CreatedAt() >= pods[i - 1].ReadySince());
        Assert.Equal(["data-db-0", "data-db-1", "data-db-2"], cluster.List("persistentvolumeclaims").Select(ObjectMeta.Name));
        Assert.All(cluster.List("persistentvolumeclaims"), claim => Assert.Equal("Bound", claim.Text("status", "phase")));
        Assert.Equal("db-1", pods[1].Label("statefulset.kubernetes.io/pod-name"));
        Assert.Equal("data-db-1", pods[1].Items("spec", "volumes").First(volume => volume.Text("name") == "data").Text("persistentVolumeClaim", "claimName"));
    }

    [Fact]
    public async Task An_update_goes_from_the_last_to_the_first_and_stops_at_the_partition()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Set("db", 3));
        await cluster.UntilAsync(Resource, "db", set => set.Int("status", "readyReplicas") == 3);
        var first = cluster.Get(Resource, "db")!.Text("status", "currentRevision");
        cluster.Change(Resource, "db", set =>
        {
            DeploymentTests.SetImage("app:v2")(set);
            set.Object("spec", "updateStrategy", "rollingUpdate")!["partition"] = 1;
        });
        await cluster.UntilAsync(Resource, "db", set => set.Int("status", "updatedReplicas") == 2 && set.Int("status", "readyReplicas") == 3);
        Assert.Equal(["app:v1", "app:v2", "app:v2"], Images(cluster));
        Assert.Equal(first, cluster.Get(Resource, "db")!.Text("status", "currentRevision"));
        // One that is made again below the partition stays at the revision it had.
        var uid = cluster.Get("pods", "db-0")!.Uid();
        cluster.Delete("pods", "db-0");
        await RunningCluster.UntilAsync(() => cluster.Get("pods", "db-0") is { } pod && pod.Uid() != uid && pod.IsReady());
        Assert.Equal(["app:v1", "app:v2", "app:v2"], Images(cluster));
        cluster.Change(Resource, "db", set => set.Object("spec", "updateStrategy", "rollingUpdate")!["partition"] = 0);
        await cluster.UntilAsync(Resource, "db", set => set.Int("status", "updatedReplicas") == 3 && set.Int("status", "readyReplicas") == 3);
        await cluster.UntilAsync(Resource, "db", set => set.Text("status", "currentRevision") == set.Text("status", "updateRevision"));
        Assert.Equal(2, cluster.List("controllerrevisions.apps").Count);
    }

    [Fact]
    public async Task Scaling_down_takes_the_highest_first_and_keeps_the_claims()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Set("db", 3));
        await cluster.UntilAsync(Resource, "db", set => set.Int("status", "readyReplicas") == 3);
        var following = new TaskCompletionSource();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var order = OrderOf(cluster, 2, pod =>
        {
            if (seen.Add(pod.Name()) && seen.Count == 3) following.SetResult();
            return pod.IsDeleting();
        });
        await following.Task.WaitAsync(TimeSpan.FromMinutes(1), RunningCluster.Cancel);
        cluster.Change(Resource, "db", set => set["spec"]!["replicas"] = 1);
        await RunningCluster.UntilAsync(() => cluster.Pods("db").Count == 1);
        Assert.Equal(["db-2", "db-1"], await order.WaitAsync(TimeSpan.FromMinutes(1), RunningCluster.Cancel));
        Assert.Equal(3, cluster.List("persistentvolumeclaims").Count);
    }

    [Fact]
    public async Task In_parallel_no_pod_waits_for_another()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Set("db", 3, image: "broken:v1", policy: "Parallel"));
        await RunningCluster.UntilAsync(() => cluster.Pods("db").Count == 3);
    }

    [Fact]
    public async Task In_order_a_pod_that_never_becomes_ready_holds_up_the_rest()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Set("db", 3, image: "broken:v1"));
        await RunningCluster.UntilAsync(() => cluster.Pods("db") is [var pod] && pod.Items("status", "containerStatuses").FirstOrDefault().Text("state", "waiting", "reason") == "ImagePullBackOff");
        Assert.Single(cluster.Pods("db"));
    }

    /// <summary>Follows the pods from now on; ends with the names in the order in which the fact came true, once it has for so many.</summary>
    private static async Task<IReadOnlyList<string>> OrderOf(RunningCluster cluster, int count, Func<System.Text.Json.Nodes.JsonObject, bool> fact)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(RunningCluster.Cancel);
        var names = new List<string>();
        await foreach (var change in cluster.Api.Watch("pods", stop.Token).ReadAllAsync(RunningCluster.Cancel))
        {
            if (change.Type == WatchEventType.Deleted || !fact(change.Object) || names.Contains(change.Object.Name())) continue;
            names.Add(change.Object.Name());
            if (names.Count == count) break;
        }

        await stop.CancelAsync();
        return names;
    }

    private static IEnumerable<string?> Images(RunningCluster cluster) =>
        cluster.Pods("db").OrderBy(ObjectMeta.Name).Select(pod => pod.Items("spec", "containers").First().Text("image"));

    private static string Set(string name, int replicas, string image = "app:v1", string policy = "OrderedReady") => $$"""
        apiVersion: apps/v1
        kind: StatefulSet
        metadata:
          name: {{name}}
        spec:
          serviceName: {{name}}
          replicas: {{replicas}}
          podManagementPolicy: {{policy}}
          selector:
            matchLabels:
              app: {{name}}
          template:
            metadata:
              labels:
                app: {{name}}
            spec:
              containers:
              - name: main
                image: {{image}}
          volumeClaimTemplates:
          - metadata:
              name: data
            spec:
              accessModes: [ReadWriteOnce]
              resources:
                requests:
                  storage: 1Gi
        """;
}
