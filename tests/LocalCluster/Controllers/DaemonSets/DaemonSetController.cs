using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Controllers.Revisions;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.DaemonSets;

/// <summary>Keeps one pod on every node a DaemonSet selects, and rolls them within <c>maxUnavailable</c>.</summary>
internal sealed class DaemonSetController(IClusterApi api, TimeProvider time, EventRecorder events, ILogger<DaemonSetController> logger)
    : Controller(api, time, logger)
{
    private const string Resource = "daemonsets.apps";
    private const string Component = "daemonset-controller";

    private readonly Claims _claims = new(api, "pods");

    protected override IEnumerable<(string Resource, Action<WatchEvent> Handle)> Watches =>
        [(Resource, Enqueue), ("pods", change => EnqueueController(change, "DaemonSet")), ("nodes", OnNode)];

    protected override void Reconcile(ObjectKey key)
    {
        if (Api.Get(Resource, key.Namespace, key.Name) is not { } set) return;
        var reference = OwnerReference.ControllerRef(set, "apps/v1", "DaemonSet");
        var history = new RevisionHistory(Api, set, reference);
        var update = history.Update();
        var hash = update.Label(RevisionHistory.HashLabel)!;
        var pods = _claims.Of(set, reference);
        var nodes = Api.List("nodes", null, node => Selects(set, node)).Select(ObjectMeta.Name).ToList();
        if (!set.IsDeleting())
        {
            Place(set, reference, hash, nodes, pods);
            if (set.Text("spec", "updateStrategy", "type") != "OnDelete") Roll(set, hash, nodes.Count, pods);
        }

        WriteStatus(set, hash, nodes, pods);
        history.Trim(set.Int("spec", "revisionHistoryLimit") ?? 10, LiveRevisions(set, pods, update));
    }

    private void OnNode(WatchEvent change)
    {
        // A heartbeat changes a node all the time; only its coming, going and labels matter here, and sets are few.
        if (change.Type == WatchEventType.Modified) return;
        foreach (var set in Api.List(Resource)) Enqueue(ObjectKey.Of(set));
    }

    private static bool Selects(JsonObject set, JsonObject node) =>
        set.Object("spec", "template", "spec", "nodeSelector") is not { Count: > 0 } selector || LabelSelector.MatchesMap(selector, node.Object("metadata", "labels"));

    private void Place(JsonObject set, OwnerReference reference, string hash, List<string> nodes, List<JsonObject> pods)
    {
        foreach (var pod in pods.Where(pod => !pod.IsDeleting() && (pod.IsFinished() || !nodes.Contains(NodeOf(pod), StringComparer.Ordinal))).ToList()) Delete(set, pod);
        foreach (var node in nodes.Where(node => !pods.Exists(pod => NodeOf(pod) == node)))
        {
            var pod = PodTemplate.NewPod(set.At("spec", "template"), set.Namespace()!, reference);
            var metadata = pod.Ensure("metadata");
            metadata["generateName"] = set.Name() + "-";
            metadata.Ensure("labels")[RevisionHistory.HashLabel] = hash;
            pod.Ensure("spec")["nodeName"] = node;
            var made = Api.Create("pods", pod, ManagerName);
            pods.Add(made);
            events.Normal(set, Component, "SuccessfulCreate", $"Created pod: {made.Name()}");
        }
    }

    private void Roll(JsonObject set, string hash, int nodes, List<JsonObject> pods)
    {
        var old = pods.Where(pod => !pod.IsDeleting() && pod.Label(RevisionHistory.HashLabel) != hash).ToList();
        if (old.Count == 0) return;
        var may = Math.Max(1, IntOrPercent.Resolve(set.At("spec", "updateStrategy", "rollingUpdate", "maxUnavailable"), nodes, roundUp: true, "1"));
        var minReady = set.Int("spec", "minReadySeconds") ?? 0;
        var unavailable = nodes - pods.Count(pod => !pod.IsDeleting() && pod.IsAvailable(minReady, Now));
        foreach (var pod in old.Where(pod => !pod.IsAvailable(minReady, Now))) Delete(set, pod);
        foreach (var pod in old.Where(pod => pod.IsAvailable(minReady, Now)).Take(Math.Max(0, may - unavailable))) Delete(set, pod);
    }

    private void Delete(JsonObject set, JsonObject pod)
    {
        Api.Delete("pods", pod.Namespace(), pod.Name());
        events.Normal(set, Component, "SuccessfulDelete", $"Deleted pod: {pod.Name()}");
    }

    private void WriteStatus(JsonObject set, string hash, List<string> nodes, List<JsonObject> pods)
    {
        var now = Now;
        var minReady = set.Int("spec", "minReadySeconds") ?? 0;
        var placed = pods.Where(pod => !pod.IsDeleting() && nodes.Contains(NodeOf(pod), StringComparer.Ordinal)).ToList();
        var available = placed.Count(pod => pod.IsAvailable(minReady, now));
        var status = new JsonObject
        {
            ["currentNumberScheduled"] = placed.Count,
            ["numberMisscheduled"] = pods.Count(pod => !nodes.Contains(NodeOf(pod), StringComparer.Ordinal)),
            ["desiredNumberScheduled"] = nodes.Count,
            ["numberReady"] = placed.Count(PodFacts.IsReady),
            ["observedGeneration"] = set.Generation(),
        };
        Count(status, "updatedNumberScheduled", placed.Count(pod => pod.Label(RevisionHistory.HashLabel) == hash));
        Count(status, "numberAvailable", available);
        Count(status, "numberUnavailable", nodes.Count - available);
        if (placed.Select(pod => pod.UntilAvailable(minReady, now)).Min() is { } wait) EnqueueAfter(ObjectKey.Of(set), wait);
        if (JsonEquality.Same(status, set.At("status"))) return;
        var fresh = set.Copy();
        fresh["status"] = status;
        Api.UpdateStatus(Resource, fresh, ManagerName);
    }

    private static HashSet<string> LiveRevisions(JsonObject set, List<JsonObject> pods, JsonObject update) =>
        pods.Select(pod => $"{set.Name()}-{pod.Label(RevisionHistory.HashLabel)}").Append(update.Name()).ToHashSet(StringComparer.Ordinal);

    private static string NodeOf(JsonObject pod) => pod.Text("spec", "nodeName") ?? "";

    private static void Count(JsonObject status, string name, int count)
    {
        if (count > 0) status[name] = count;
    }
}
