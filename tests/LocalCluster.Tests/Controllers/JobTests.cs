using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Tests.Running;

namespace Pdp.LocalCluster.Tests.Controllers;

public sealed class JobTests
{
    private const string Resource = "jobs.batch";
    private const string Catalogue = """
        images:
        - image: fails
          run: simulated
          exitCode: 3
        - image: endless
          run: simulated
          exitAfterSeconds: 3600
        """;

    [Fact]
    public async Task It_runs_once_and_says_so_in_two_conditions()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Job("once", "app:v1"));
        await cluster.UntilAsync(Resource, "once", JobIs("Complete"));
        var job = cluster.Get(Resource, "once")!;
        Assert.Equal(["SuccessCriteriaMet", "Complete"], job.Items("status", "conditions").Select(condition => condition.Text("type")));
        Assert.All(job.Items("status", "conditions"), condition => Assert.Equal("CompletionsReached", condition.Text("reason")));
        Assert.Equal(1, job.Int("status", "succeeded"));
        Assert.Null(job.Int("status", "active"));
        Assert.Equal(0, job.Int("status", "ready"));
        Assert.NotNull(job.Text("status", "completionTime"));
        Assert.Empty(job.Object("status", "uncountedTerminatedPods")!);
        Assert.Single(cluster.List("pods"));
    }

    [Fact]
    public async Task A_success_counts_even_when_its_pod_is_deleted_at_once()
    {
        await using var cluster = await RunningCluster.StartAsync();
        var deleted = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(RunningCluster.Cancel);
        var deleting = Task.Run(async () =>
        {
            await foreach (var change in cluster.Api.Watch("pods", stop.Token).ReadAllAsync(RunningCluster.Cancel))
            {
                if (change.Object.Phase() != "Succeeded" || change.Object.IsDeleting()) continue;
                try
                {
                    cluster.Delete("pods", change.Object.Name());
                    deleted++;
                }
                catch (Pdp.LocalCluster.Api.ApiException gone) when (gone.IsNotFound)
                {
                    // Released and removed meanwhile.
                }
            }
        }, RunningCluster.Cancel);
        cluster.Create(Job("batch", "app:v1", "completions: 6\n  parallelism: 3"));
        await cluster.UntilAsync(Resource, "batch", JobIs("Complete"));
        await stop.CancelAsync();
        await deleting;
        Assert.Equal(6, cluster.Get(Resource, "batch")!.Int("status", "succeeded"));
        Assert.InRange(deleted, 1, 6);
    }

    [Fact]
    public async Task Too_many_failures_end_it_with_the_reason()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        cluster.Create(Job("bad", "fails:v1", "backoffLimit: 0"));
        await cluster.UntilAsync(Resource, "bad", JobIs("Failed"));
        var job = cluster.Get(Resource, "bad")!;
        Assert.Equal(["FailureTarget", "Failed"], job.Items("status", "conditions").Select(condition => condition.Text("type")));
        Assert.Equal("BackoffLimitExceeded", Conditions.Find(job, "Failed").Text("reason"));
        Assert.Equal(1, job.Int("status", "failed"));
    }

    [Fact]
    public async Task Restarts_in_place_count_against_the_limit_too()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue, new NodeOptions { FirstRestartPause = TimeSpan.FromMilliseconds(50) });
        cluster.Create(Job("bad", "fails:v1", "backoffLimit: 2", restartPolicy: "OnFailure"));
        await cluster.UntilAsync(Resource, "bad", JobIs("Failed"));
        Assert.Equal("BackoffLimitExceeded", Conditions.Find(cluster.Get(Resource, "bad")!, "Failed").Text("reason"));
    }

    [Fact]
    public async Task Past_its_deadline_it_ends_and_so_do_its_pods()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        cluster.Create(Job("slow", "endless:v1", "activeDeadlineSeconds: 1"));
        await cluster.UntilAsync(Resource, "slow", JobIs("Failed"));
        Assert.Equal("DeadlineExceeded", Conditions.Find(cluster.Get(Resource, "slow")!, "Failed").Text("reason"));
        await RunningCluster.UntilAsync(() => cluster.List("pods").All(pod => !pod.IsActive()));
    }

    [Fact]
    public async Task Suspended_it_has_no_pods_and_resumed_it_runs()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Job("later", "app:v1", "suspend: true"));
        await cluster.UntilAsync(Resource, "later", job => Conditions.Status(job, "Suspended") == "True");
        Assert.Empty(cluster.List("pods"));
        cluster.Change(Resource, "later", job => job["spec"]!["suspend"] = false);
        await cluster.UntilAsync(Resource, "later", JobIs("Complete"));
    }

    [Fact]
    public async Task Indexed_each_index_runs_once()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Job("many", "app:v1", "completionMode: Indexed\n  completions: 4\n  parallelism: 2"));
        await cluster.UntilAsync(Resource, "many", JobIs("Complete"));
        Assert.Equal(["0", "1", "2", "3"], cluster.List("pods").Select(pod => pod.Annotation("batch.kubernetes.io/job-completion-index")).Order());
    }

    [Fact]
    public async Task Its_time_to_live_over_it_goes_with_its_pods()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Job("brief", "app:v1", "ttlSecondsAfterFinished: 1"));
        await RunningCluster.UntilAsync(() => cluster.Get(Resource, "brief") is null && cluster.List("pods").Count == 0);
        // It may be complete for a second only; its event stays.
        await RunningCluster.UntilAsync(() => cluster.List("events").Any(happened => happened.Text("reason") == "Completed"));
    }

    internal static Func<JsonObject, bool> JobIs(string condition) => job => Conditions.Status(job, condition) == "True";

    private static string Job(string name, string image, string spec = "backoffLimit: 1", string restartPolicy = "Never") => $$"""
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: {{name}}
        spec:
          {{spec}}
          template:
            spec:
              restartPolicy: {{restartPolicy}}
              containers:
              - name: main
                image: {{image}}
        """;
}
