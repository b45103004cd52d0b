using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Workloads;

/// <summary>Renders the one Job of a run. Its name is of the run's id alone, so that whoever renders it means the same Job.</summary>
internal static class RunRenderer
{
    public static DesiredObject Render(ComponentScope scope, JsonObject template)
    {
        var labels = scope.Labels.Workload();
        labels[ManagedMetadata.TaskLabel] = scope.TaskId!;
        return scope.Object(
            "batch/v1",
            "Job",
            scope.Names.Base,
            labels,
            scope.Metadata.Annotations,
            ("spec", JobRenderer.Spec(scope.Spec.Task ?? new TaskSpec(), template)));
    }
}
