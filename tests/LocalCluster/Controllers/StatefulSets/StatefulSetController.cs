using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Controllers.Revisions;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.StatefulSets;

/// <summary>Keeps the numbered pods of StatefulSets, in order unless told otherwise.</summary>
internal sealed class StatefulSetController(IClusterApi api, TimeProvider time, EventRecorder events, ILogger<StatefulSetController> logger)
    : Controller(api, time, logger)
{
    private const string Resource = "statefulsets.apps";

    private readonly Claims _claims = new(api, "pods");

    protected override IEnumerable<(string Resource, Action<WatchEvent> Handle)> Watches =>
        [(Resource, Enqueue), ("pods", change => EnqueueController(change, "StatefulSet"))];

    protected override void Reconcile(ObjectKey key)
    {
        if (Api.Get(Resource, key.Namespace, key.Name) is not { } set) return;
        var spec = StatefulSetSpec.Of(set);
        var reference = OwnerReference.ControllerRef(set, "apps/v1", "StatefulSet");
        var history = new RevisionHistory(Api, set, reference);
        var update = history.Update();
        var current = history.Named(set.Text("status", "currentRevision")) ?? update;
        var pods = _claims.Of(set, reference).Where(pod => StatefulSetSpec.OrdinalOf(pod) >= 0).ToList();
        var step = new StatefulSetStep(spec, pods, update.Name(), Now);
        if (!set.IsDeleting()) Take(step.Next(), set, new StatefulPod(Api, set, reference), current, update, pods);
        WriteStatus(set, spec, pods, current.Name(), update.Name());
        history.Trim(spec.HistoryLimit, pods.Select(pod => pod.Label(RevisionHistory.HashLabel) ?? "").Append(current.Name()).Append(update.Name()).ToHashSet(StringComparer.Ordinal));
        if (step.LookAgainAfter is { } delay) EnqueueAfter(key, delay);
    }

    private void Take(IReadOnlyList<StatefulSetMove> moves, JsonObject set, StatefulPod maker, JsonObject current, JsonObject update, List<JsonObject> pods)
    {
        foreach (var move in moves)
        {
            var name = $"{set.Name()}-{move.Ordinal}";
            if (move.Kind == StatefulSetMoveKind.Create)
            {
                try
                {
                    pods.Add(maker.Create(move.Ordinal, move.Updated ? update : current));
                    events.Normal(set, "statefulset-controller", "SuccessfulCreate", $"create Pod {name} in StatefulSet {set.Name()} successful");
                }
                catch (ApiException refused) when (!refused.IsConflict && !refused.IsAlreadyExists)
                {
                    events.Warning(set, "statefulset-controller", "FailedCreate", $"create Pod {name} in StatefulSet {set.Name()} failed error: {refused.Message}");
                    EnqueueAfter(ObjectKey.Of(set), TimeSpan.FromSeconds(1));
                }
            }
            else
            {
                Api.Delete("pods", set.Namespace(), name);
                if (move.Kind == StatefulSetMoveKind.ScaleAway && StatefulSetSpec.Of(set).DeleteScaledClaims) maker.DeleteClaims(name);
                events.Normal(set, "statefulset-controller", "SuccessfulDelete", $"delete Pod {name} in StatefulSet {set.Name()} successful");
            }
        }
    }

    private void WriteStatus(JsonObject set, StatefulSetSpec spec, IReadOnlyList<JsonObject> pods, string current, string update)
    {
        var now = Now;
        // A pod on its way out still counts as there, but of no revision: so an update is never complete while one is missing.
        var there = pods.Where(pod => !pod.IsFinished()).ToList();
        var staying = there.Where(pod => !pod.IsDeleting()).ToList();
        var updated = staying.Count(pod => pod.Label(RevisionHistory.HashLabel) == update);
        var ready = there.Count(PodFacts.IsReady);
        // A finished rolling update makes the new revision the current one; while a pod is missing, it is not finished.
        if (!spec.OnDelete && there.Count == spec.Replicas && updated == spec.Replicas && ready == spec.Replicas) current = update;
        var status = new JsonObject
        {
            ["observedGeneration"] = set.Generation(),
            ["replicas"] = there.Count,
            ["availableReplicas"] = there.Count(pod => pod.IsAvailable(spec.MinReadySeconds, now)),
            ["currentRevision"] = current,
            ["updateRevision"] = update,
            ["collisionCount"] = set.Int("status", "collisionCount") ?? 0,
        };
        Count(status, "readyReplicas", ready);
        Count(status, "currentReplicas", staying.Count(pod => pod.Label(RevisionHistory.HashLabel) == current));
        Count(status, "updatedReplicas", updated);
        if (JsonEquality.Same(status, set.At("status"))) return;
        var fresh = set.Copy();
        fresh["status"] = status;
        Api.UpdateStatus(Resource, fresh, ManagerName);
    }

    private static void Count(JsonObject status, string name, int count)
    {
        if (count > 0) status[name] = count;
    }
}
