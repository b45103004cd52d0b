using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Controllers;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Node;

/// <summary>Gives pods to the node while what they request fits; the others wait, and say for what.</summary>
internal sealed class PodScheduler(IClusterApi api, NodeOptions options, EventRecorder events, TimeProvider time, ILogger<PodScheduler> logger)
    : Controller(api, time, logger)
{
    private const string Component = "default-scheduler";

    private readonly NodeUsage _usage = new(options);
    private readonly ConcurrentDictionary<ObjectKey, byte> _waiting = new();

    protected override IEnumerable<(string Resource, Action<WatchEvent> Handle)> Watches => [("pods", OnPod), ("nodes", _ => LookAgain())];

    protected override void Reconcile(ObjectKey key)
    {
        _waiting.TryRemove(key, out _);
        if (Api.Get("pods", key.Namespace, key.Name) is not { } pod || !IsOurs(pod)) return;
        var obstacle = Obstacle(pod);
        if (obstacle is null && _usage.TryTake(pod) is { } lacking) obstacle = lacking;
        if (obstacle is null)
        {
            Api.Bind(key.Namespace!, key.Name, options.Name);
            events.Normal(pod, Component, "Scheduled", $"Successfully assigned {key} to {options.Name}");
            return;
        }

        _waiting[key] = 0;
        Refuse(pod, $"0/1 nodes are available: 1 {obstacle}. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.");
    }

    private static bool IsOurs(JsonObject pod) =>
        pod.Text("spec", "nodeName") is null or "" && !pod.IsDeleting() && !pod.IsFinished() &&
        (pod.Text("spec", "schedulerName") ?? Component) == Component && pod.Array("spec", "schedulingGates") is not { Count: > 0 };

    private void OnPod(WatchEvent change)
    {
        if (change.Type == WatchEventType.Deleted || change.Object.IsFinished())
        {
            if (_usage.Return(change.Object)) LookAgain();
        }
        else if (change.Object.Text("spec", "nodeName") is { Length: > 0 }) _usage.Note(change.Object);
        // A change of the status is our own; one of what is wanted may make it fit.
        else if (!_waiting.ContainsKey(ObjectKey.Of(change.Object))) Enqueue(change);
    }

    private void LookAgain()
    {
        foreach (var key in _waiting.Keys) Enqueue(key);
    }

    private string? Obstacle(JsonObject pod)
    {
        if (Api.Get("nodes", null, options.Name) is not { } node) return "node(s) were not ready";
        if (node.Bool("spec", "unschedulable") == true) return "node(s) were unschedulable";
        return pod.Object("spec", "nodeSelector") is { Count: > 0 } selector && !LabelSelector.MatchesMap(selector, node.Object("metadata", "labels"))
            ? "node(s) didn't match Pod's node affinity/selector"
            : null;
    }

    private void Refuse(JsonObject pod, string message)
    {
        events.Warning(pod, Component, "FailedScheduling", message);
        var fresh = pod.Copy();
        var status = fresh.Ensure("status");
        var conditions = status["conditions"] as JsonArray ?? [];
        if (!Conditions.Set(conditions, "PodScheduled", "False", "Unschedulable", message, Now)) return;
        status["conditions"] = conditions.Parent is null ? conditions : conditions.DeepClone();
        Api.UpdateStatus("pods", fresh, "kube-scheduler");
    }
}
