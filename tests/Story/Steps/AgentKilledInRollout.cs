using System.Text.Json.Nodes;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.Story.Steps;

/// <summary>Step 13.</summary>
internal sealed class AgentKilledInRollout : IStep
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public string Title =>
        "the agent is killed in the middle of a rollout and started again: Healthy, nothing applied that had not changed, no Job run twice";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        var audit = new AuditTrail(stage.EmbeddedCluster?.AuditLog);
        var task = await stage.PutAsync(OneTimeTask.Id, OneTimeTask.Document(stage), ct);
        var job = await JobAsync(stage, ct);
        var rollout = await StartRolloutAsync(stage, ct);

        await stage.Agent.KillAsync(ct);
        var atKill = await OwnedObjects.ReadAsync(stage.Cluster, ct);
        var state = await DeploymentAsync(stage, ct);
        var mark = await audit.MarkAsync(ct);
        var started = TimeProvider.System.GetTimestamp();
        stage.Agent.Start();
        await stage.ConnectedAsync(ct);
        await stage.PhaseAsync(Shop.Backend, rollout, "Healthy", Limit, ct);
        await stage.PhaseAsync(OneTimeTask.Id, task, "Healthy", Limit, ct);
        var took = TimeProvider.System.GetElapsedTime(started);

        var atEnd = await OwnedObjects.ReadAsync(stage.Cluster, ct);
        var asked = await audit.WrittenAsync(mark, ct);
        var needless = atEnd.UnchangedSince(atKill).Intersect(asked.Concat(atEnd.WrittenSince(atKill)), StringComparer.Ordinal).ToList();
        if (needless.Count > 0)
        {
            throw new StoryException($"applied though nothing had changed: {string.Join(", ", needless)}");
        }

        await RanOnceAsync(stage, job, ct);
        return $"killed with {state}; Healthy {took.TotalSeconds:0.0} s after the start; of {atEnd.Count} objects none was applied again; the Job ran once";
    }

    // In the middle: the Deployment has the new template, and the rollout cannot be over, for the program takes its time to start.
    private static async Task<long> StartRolloutAsync(Stage stage, CancellationToken ct)
    {
        var generation = await stage.ChangeAsync(
            Shop.Backend,
            spec =>
            {
                Shop.Release(spec, "inventorybackend-3", stage.Options.Images.Second, Limit);
                Shop.StartSlowly(spec, TimeSpan.FromSeconds(2));
            },
            ct);
        await Poll.UntilTrueAsync(
            "the rollout to be under way",
            async () =>
            {
                var deployment = await BackendAsync(stage, ct);
                var replicas = (int?)deployment["status"]?["replicas"] ?? 0;
                return replicas > ((int?)deployment["spec"]!["replicas"] ?? 1);
            },
            Limit,
            ct);
        return generation;
    }

    private static async Task<string> DeploymentAsync(Stage stage, CancellationToken ct)
    {
        var status = (await BackendAsync(stage, ct))["status"]!;
        var (updated, ready, replicas) = ((int?)status["updatedReplicas"] ?? 0, (int?)status["readyReplicas"] ?? 0, (int?)status["replicas"] ?? 0);
        return updated == replicas && ready == replicas
            ? throw new StoryException("the rollout was over before the agent could be killed")
            : $"{updated} of {replicas} pods new";
    }

    private static async Task<JsonObject> BackendAsync(Stage stage, CancellationToken ct) =>
        (await stage.Cluster.ListAsync(ClusterPaths.OfIntent("deployments", Shop.Backend), ct))[0];

    private static Task<JsonObject> JobAsync(Stage stage, CancellationToken ct) => Poll.UntilAsync(
        "the Job to be there",
        async () => await stage.Cluster.ListAsync(ClusterPaths.OfIntent("jobs", OneTimeTask.Id), ct) is [var job, ..] ? job : null,
        Limit,
        ct);

    private static async Task RanOnceAsync(Stage stage, JsonObject first, CancellationToken ct)
    {
        var now = await JobAsync(stage, ct);
        var pods = await stage.Cluster.ListAsync(
            ClusterPaths.Collection("pods", ClusterPaths.NamespaceOf(now)) + $"?labelSelector=job-name%3D{ClusterPaths.NameOf(now)}", ct);
        var same = (string?)now["metadata"]!["uid"] == (string?)first["metadata"]!["uid"];
        if (!same || pods.Count != 1 || (int?)now["status"]?["succeeded"] != 1)
        {
            throw new StoryException($"the Job should be the same and have run once: {(same ? "same" : "another")} Job, {pods.Count} pods, " +
                $"{(int?)now["status"]?["succeeded"] ?? 0} succeeded");
        }
    }
}
