using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Workloads;

/// <summary>Renders what runs the pods of a component, as its type asks.</summary>
internal static class WorkloadRenderer
{
    /// <summary>Whether a Deployment runs the pods.</summary>
    public static bool IsDeployment(ComponentSpec spec) =>
        spec.Type is ComponentType.Service or ComponentType.WebApplication or ComponentType.Worker;

    /// <summary>The workload; nothing for what has none of its own.</summary>
    /// <param name="scope">The component.</param>
    /// <param name="template">Its pod template.</param>
    public static IEnumerable<DesiredObject> Render(ComponentScope scope, JsonObject template) => scope.Spec.Type switch
    {
        ComponentType.Stateful => [StatefulSetRenderer.Render(scope, template)],
        ComponentType.ScheduledTask => [CronJobRenderer.Render(scope, template)],
        ComponentType.ManualTask when scope.TaskId is not null => [RunRenderer.Render(scope, template)],
        ComponentType.ManualTask or ComponentType.Proxy => [],
        _ => [DeploymentRenderer.Render(scope, scope.Revision is { } revision ? WorkloadRevision.Mark(template, revision) : template)],
    };

    /// <summary>
    /// How many pods there are to be; null when the autoscaler says, and nobody else is to write it.
    /// </summary>
    public static int? Replicas(ComponentScope scope) =>
        scope.Spec.State == ComponentState.Suspended ? 0
        : scope.Spec.Autoscaling is not null ? null
        : scope.Spec.Replicas;
}
