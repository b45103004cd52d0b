using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Workloads;

/// <summary>Renders what runs the pods of a component, as its type asks.</summary>
internal static class WorkloadRenderer
{
    /// <summary>The workload; nothing for what has none of its own.</summary>
    public static IEnumerable<DesiredObject> Render(ComponentScope scope, PodRenderer pod) => scope.Spec.Type switch
    {
        ComponentType.Stateful => [StatefulSetRenderer.Render(scope, pod.Render())],
        ComponentType.ScheduledTask => [CronJobRenderer.Render(scope, pod.Render())],
        ComponentType.ManualTask when scope.TaskId is not null => [RunRenderer.Render(scope, pod.Render())],
        ComponentType.ManualTask or ComponentType.Proxy => [],
        _ => [DeploymentRenderer.Render(scope, pod.Render())],
    };

    /// <summary>
    /// How many pods there are to be; null when the autoscaler says, and nobody else is to write it.
    /// </summary>
    public static int? Replicas(ComponentScope scope) =>
        scope.Spec.State == ComponentState.Suspended ? 0
        : scope.Spec.Autoscaling is not null ? null
        : scope.Spec.Replicas;
}
