using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Policies;

/// <summary>Says how many pods of a PodDisruptionBudget may be disturbed now.</summary>
internal sealed class DisruptionController(IClusterApi api, TimeProvider time, ILogger<DisruptionController> logger) : Controller(api, time, logger)
{
    private const string Resource = "poddisruptionbudgets.policy";

    protected override IEnumerable<(string Resource, Action<WatchEvent> Handle)> Watches => [(Resource, Enqueue), ("pods", OnPod)];

    protected override void Reconcile(ObjectKey key)
    {
        if (Api.Get(Resource, key.Namespace, key.Name) is not { } budget || budget.IsDeleting()) return;
        var pods = Api.List("pods", key.Namespace, pod => pod.IsActive() && LabelSelector.Matches(budget.Object("spec", "selector"), pod.Object("metadata", "labels")));
        var healthy = pods.Count(PodFacts.IsReady);
        var desired = budget.At("spec", "maxUnavailable") is { } most
            ? Math.Max(0, pods.Count - IntOrPercent.Resolve(most, pods.Count, roundUp: true))
            : IntOrPercent.Resolve(budget.At("spec", "minAvailable"), pods.Count, roundUp: true, "1");
        var allowed = pods.Count == 0 ? 0 : Math.Max(0, healthy - desired);
        var conditions = budget.Array("status", "conditions")?.DeepClone().AsArray() ?? [];
        Conditions.Set(conditions, "DisruptionAllowed", allowed > 0 ? "True" : "False", allowed > 0 ? "SufficientPods" : "InsufficientPods", "", Now);
        var status = new JsonObject
        {
            ["conditions"] = conditions,
            ["currentHealthy"] = healthy,
            ["desiredHealthy"] = desired,
            ["disruptionsAllowed"] = allowed,
            ["expectedPods"] = pods.Count,
            ["observedGeneration"] = budget.Generation(),
        };
        if (JsonEquality.Same(status, budget.At("status"))) return;
        var fresh = budget.Copy();
        fresh["status"] = status;
        Api.UpdateStatus(Resource, fresh, ManagerName);
    }

    private void OnPod(WatchEvent change)
    {
        foreach (var budget in Api.List(Resource, change.Object.Namespace()))
        {
            if (LabelSelector.Matches(budget.Object("spec", "selector"), change.Object.Object("metadata", "labels"))) Enqueue(ObjectKey.Of(budget));
        }
    }
}
