using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Policies;

/// <summary>Keeps a target within the bounds of its HorizontalPodAutoscaler. There is no metrics server here, so within the bounds it
/// stays where it is and says so, as a real autoscaler without metrics does.</summary>
internal sealed class AutoscalerController(IClusterApi api, TimeProvider time, ILogger<AutoscalerController> logger) : Controller(api, time, logger)
{
    private const string Resource = "horizontalpodautoscalers.autoscaling";
    private static readonly (string Kind, string Resource)[] Targets = [("Deployment", "deployments.apps"), ("StatefulSet", "statefulsets.apps"), ("ReplicaSet", "replicasets.apps")];

    protected override IEnumerable<(string Resource, Action<WatchEvent> Handle)> Watches =>
        [(Resource, Enqueue), .. Targets.Select(target => (target.Resource, (Action<WatchEvent>)(change => OnTarget(change, target.Kind))))];

    protected override void Reconcile(ObjectKey key)
    {
        if (Api.Get(Resource, key.Namespace, key.Name) is not { } scaler || scaler.IsDeleting()) return;
        var reference = scaler.At("spec", "scaleTargetRef");
        var resource = Targets.FirstOrDefault(target => target.Kind == reference.Text("kind")).Resource;
        var target = resource is null ? null : Api.Get(resource, key.Namespace, reference.Text("name") ?? "");
        var conditions = scaler.Array("status", "conditions")?.DeepClone().AsArray() ?? [];
        var status = new JsonObject { ["desiredReplicas"] = 0, ["currentReplicas"] = 0 };
        if (target is null) Conditions.Set(conditions, "AbleToScale", "False", "FailedGetScale", "the HPA controller was unable to get the target's current scale", Now);
        else Bound(scaler, resource!, target, status, conditions);
        status["conditions"] = conditions;
        if (JsonEquality.Same(status, scaler.At("status"))) return;
        var fresh = scaler.Copy();
        fresh["status"] = status;
        Api.UpdateStatus(Resource, fresh, ManagerName);
    }

    private void Bound(JsonObject scaler, string resource, JsonObject target, JsonObject status, JsonArray conditions)
    {
        var replicas = target.Int("spec", "replicas") ?? 1;
        var (least, most) = (scaler.Int("spec", "minReplicas") ?? 1, scaler.Int("spec", "maxReplicas") ?? 1);
        // Somebody who scales to zero switches autoscaling off.
        var desired = replicas == 0 ? 0 : Math.Clamp(replicas, least, Math.Max(least, most));
        status["currentReplicas"] = target.Int("status", "replicas") ?? 0;
        status["desiredReplicas"] = desired;
        Conditions.Set(conditions, "AbleToScale", "True", "SucceededGetScale", "the HPA controller was able to get the target's current scale", Now);
        if (replicas == 0) Conditions.Set(conditions, "ScalingActive", "False", "ScalingDisabled", "scaling is disabled since the replica count of the target is zero", Now);
        else Conditions.Set(conditions, "ScalingActive", "False", "FailedGetResourceMetric", "the HPA was unable to compute the replica count: no metrics are served here", Now);
        if (desired == replicas) return;
        var scale = new JsonObject
        {
            ["apiVersion"] = "autoscaling/v1",
            ["kind"] = "Scale",
            ["metadata"] = new JsonObject { ["name"] = target.Name(), ["namespace"] = target.Namespace() },
            ["spec"] = new JsonObject { ["replicas"] = desired },
        };
        Api.UpdateSubresource(resource, "scale", scale, ManagerName);
    }

    private void OnTarget(WatchEvent change, string kind)
    {
        foreach (var scaler in Api.List(Resource, change.Object.Namespace()))
        {
            if (scaler.Text("spec", "scaleTargetRef", "kind") == kind && scaler.Text("spec", "scaleTargetRef", "name") == change.Object.Name()) Enqueue(ObjectKey.Of(scaler));
        }
    }
}
