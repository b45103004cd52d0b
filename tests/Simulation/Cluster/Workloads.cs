using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.History.Events;
using Pdp.LocalCluster.Json;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Story;
using Pdp.Simulation.Telling;

namespace Pdp.Simulation.Cluster;

/// <summary>
/// Controllers and nodes in one: after a while a Deployment's pods run, or do not if their image is a bad one; a Job ends, well or not.
/// </summary>
internal sealed class Workloads
{
    private const string Deployments = "deployments.apps";
    private const string Jobs = "jobs.batch";

    private readonly World _world;
    private readonly Dice _dice;

    public Workloads(World world)
    {
        (_world, _dice) = (world, world.Dice.Fork("workloads"));
        world.Cluster.Tell(Look);
    }

    private void Look(ClusterWrite write)
    {
        if (!write.HasEffect || write.After is not { } now) return;
        var generation = now.Long("metadata", "generation");
        switch (write.Resource.Resource)
        {
            case Deployments when generation != now.Long("status", "observedGeneration"):
                Soon(() => RollOut(write, generation, isDone: false));
                break;
            case Jobs when write.Before is null:
                Soon(() => End(write));
                break;
        }
    }

    private void Soon(Action what) =>
        _world.Timeline.After(_dice.Between(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(8)), what);

    private void RollOut(ClusterWrite write, long? generation, bool isDone)
    {
        var deployment = _world.Cluster.Copy(Deployments, write.Key.Namespace, write.Key.Name);
        // Changed again since: whoever changed it has it looked at.
        if (deployment is null || deployment.Long("metadata", "generation") != generation) return;
        var wanted = deployment.Long("spec", "replicas") ?? 1;
        var ready = isDone && !IsBad(deployment) ? wanted : 0;
        var status = new JsonObject { ["observedGeneration"] = generation };
        if (wanted > 0) status["replicas"] = wanted;
        if (wanted > 0) status["updatedReplicas"] = wanted;
        if (ready > 0) (status["readyReplicas"], status["availableReplicas"]) = (ready, ready);
        if (wanted > ready) status["unavailableReplicas"] = wanted - ready;
        deployment["status"] = status;
        Write(Deployments, write, deployment);
        if (!isDone) Soon(() => RollOut(write, generation, isDone: true));
    }

    private void End(ClusterWrite write)
    {
        var job = _world.Cluster.Copy(Jobs, write.Key.Namespace, write.Key.Name);
        if (job is null || job.Text("metadata", "uid") != write.After.Text("metadata", "uid")) return;
        var now = _world.Cluster.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        job["status"] = IsBad(job) ? Failed(job, now) : Succeeded(job, now);
        Write(Jobs, write, job);
        var intent = job.Object("metadata", "labels").Text(ManagedMetadata.IntentLabel) ?? "";
        _world.Chronicle.Note("node", new JobRan(Facts.KeyOf(write.Resource, write.Key), intent, job.Text("metadata", "uid")!));
    }

    private static bool IsBad(JsonObject workload) => workload.Items("spec", "template", "spec", "containers")
        .Any(container => container.Text("image")?.Contains($":{Documents.BadTag}-", StringComparison.Ordinal) == true);

    private static JsonObject Succeeded(JsonObject job, string now) => new()
    {
        ["startTime"] = job.Text("metadata", "creationTimestamp"),
        ["completionTime"] = now,
        ["succeeded"] = 1L,
        ["conditions"] = new JsonArray(Condition("SuccessCriteriaMet", now), Condition("Complete", now)),
    };

    private static JsonObject Failed(JsonObject job, string now) => new()
    {
        ["startTime"] = job.Text("metadata", "creationTimestamp"),
        ["failed"] = 1L,
        ["conditions"] = new JsonArray(Condition("FailureTarget", now), Condition("Failed", now)),
    };

    private void Write(string resource, ClusterWrite write, JsonObject obj)
    {
        var before = _world.Cluster.Api.Get(resource, write.Key.Namespace, write.Key.Name);
        var after = _world.Cluster.Api.UpdateStatus(resource, obj, "kube-controller-manager");
        _world.Cluster.Note(write with { Author = Author.Controller, Verb = "status", Before = before, After = after, Sent = null });
    }

    private static JsonObject Condition(string type, string at) =>
        new() { ["type"] = type, ["status"] = "True", ["lastTransitionTime"] = at, ["lastProbeTime"] = at };
}
