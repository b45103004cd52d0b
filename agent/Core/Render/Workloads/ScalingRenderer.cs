using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Workloads;

/// <summary>Renders what changes the number of pods and what keeps it up: the autoscaler and the disruption budget.</summary>
internal static class ScalingRenderer
{
    private const int UsualUse = 80;

    public static IEnumerable<DesiredObject> Render(ComponentScope scope)
    {
        if (scope.Spec.Autoscaling is { } autoscaling)
            yield return Autoscaler(scope, autoscaling);
        if (scope.Spec.Availability is { } availability && Budget(scope.Spec, availability) is { } budget)
            yield return DisruptionBudget(scope, budget);
    }

    private static DesiredObject Autoscaler(ComponentScope scope, AutoscalingSpec autoscaling)
    {
        var cpu = autoscaling.Cpu ?? (autoscaling.Memory is null ? UsualUse : null);
        return scope.Object("autoscaling/v2", "HorizontalPodAutoscaler", scope.WorkloadName, ("spec", Sparse.Object(
            ("scaleTargetRef", Sparse.Object(
                ("apiVersion", "apps/v1"),
                ("kind", scope.Spec.Type == ComponentType.Stateful ? "StatefulSet" : "Deployment"),
                ("name", scope.WorkloadName))),
            ("minReplicas", autoscaling.Min),
            ("maxReplicas", autoscaling.Max),
            ("metrics", Sparse.List(new[] { Use("cpu", cpu), Use("memory", autoscaling.Memory) }.Where(metric => metric is not null))))));
    }

    private static JsonObject? Use(string resource, int? percent) => percent is null ? null : Sparse.Object(
        ("type", "Resource"),
        ("resource", Sparse.Object(
            ("name", resource),
            ("target", Sparse.Object(("type", "Utilization"), ("averageUtilization", percent))))));

    // A budget for a single pod would keep its node from ever being emptied, so there is none unless the document asks for it.
    private static (string Field, string Value)? Budget(ComponentSpec spec, AvailabilitySpec availability) => availability switch
    {
        { MinAvailable: { } least } => ("minAvailable", least),
        { MaxUnavailable: { } most } => ("maxUnavailable", most),
        _ => (spec.Autoscaling?.Min ?? spec.Replicas) > 1 ? ("maxUnavailable", "1") : null,
    };

    // Pods that are not ready may always go: they serve nobody, and would hold up the node for good.
    private static DesiredObject DisruptionBudget(ComponentScope scope, (string Field, string Value) budget) =>
        scope.Object("policy/v1", "PodDisruptionBudget", scope.WorkloadName, ("spec", Sparse.Object(
            (budget.Field, Sparse.CountOrShare(budget.Value)),
            ("unhealthyPodEvictionPolicy", "AlwaysAllow"),
            ("selector", Sparse.Object(("matchLabels", Sparse.Map(scope.Selector())))))));
}
