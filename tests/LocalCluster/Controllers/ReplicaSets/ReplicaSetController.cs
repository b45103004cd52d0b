using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.ReplicaSets;

/// <summary>Keeps as many pods of a template as a ReplicaSet says.</summary>
internal sealed class ReplicaSetController(IClusterApi api, TimeProvider time, EventRecorder events, ILogger<ReplicaSetController> logger)
    : Controller(api, time, logger)
{
    private const string Resource = "replicasets.apps";
    private const string Component = "replicaset-controller";
    // As the real controller's burst: one pass never floods the API server.
    private const int Burst = 500;

    private readonly Claims _claims = new(api, "pods");

    protected override IEnumerable<(string Resource, Action<WatchEvent> Handle)> Watches => [(Resource, Enqueue), ("pods", OnPod)];

    protected override void Reconcile(ObjectKey key)
    {
        if (Api.Get(Resource, key.Namespace, key.Name) is not { } set) return;
        var reference = OwnerReference.ControllerRef(set, "apps/v1", "ReplicaSet");
        var pods = _claims.Of(set, reference).Where(PodFacts.IsActive).ToList();
        var failure = set.IsDeleting() ? null : Scale(set, pods, reference);
        WriteStatus(set, pods, failure);
    }

    private void OnPod(WatchEvent change)
    {
        if (EnqueueController(change, "ReplicaSet") || change.Type == WatchEventType.Deleted) return;
        foreach (var set in Api.List(Resource, change.Object.Namespace()))
        {
            if (LabelSelector.Matches(set.Object("spec", "selector"), change.Object.Object("metadata", "labels"))) Enqueue(ObjectKey.Of(set));
        }
    }

    private string? Scale(JsonObject set, List<JsonObject> pods, OwnerReference reference)
    {
        var wanted = set.Int("spec", "replicas") ?? 1;
        if (pods.Count > wanted)
        {
            foreach (var pod in PodFacts.FirstToGo(pods).Take(Math.Min(Burst, pods.Count - wanted)).ToList())
            {
                Api.Delete("pods", pod.Namespace(), pod.Name());
                pods.Remove(pod);
                events.Normal(set, Component, "SuccessfulDelete", $"Deleted pod: {pod.Name()}");
            }
        }

        for (var missing = Math.Min(Burst, wanted - pods.Count); missing > 0; missing--)
        {
            var pod = PodTemplate.NewPod(set.At("spec", "template"), set.Namespace()!, reference);
            pod.Ensure("metadata")["generateName"] = set.Name() + "-";
            try
            {
                var made = Api.Create("pods", pod, ManagerName);
                pods.Add(made);
                events.Normal(set, Component, "SuccessfulCreate", $"Created pod: {made.Name()}");
            }
            catch (ApiException refused) when (!refused.IsConflict)
            {
                events.Warning(set, Component, "FailedCreate", $"Error creating: {refused.Message}");
                EnqueueAfter(ObjectKey.Of(set), TimeSpan.FromSeconds(1));
                return refused.Message;
            }
        }

        return null;
    }

    private void WriteStatus(JsonObject set, List<JsonObject> pods, string? failure)
    {
        var minReady = set.Int("spec", "minReadySeconds") ?? 0;
        var now = Now;
        var status = ReplicaSetStatus.Of(set, pods, minReady, failure, now);
        if (pods.Select(pod => pod.UntilAvailable(minReady, now)).Min() is { } wait) EnqueueAfter(ObjectKey.Of(set), wait);
        if (JsonEquality.Same(status, set.At("status"))) return;
        var fresh = set.Copy();
        fresh["status"] = status;
        Api.UpdateStatus(Resource, fresh, ManagerName);
    }
}
