using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Workloads;

/// <summary>Renders the CronJob of a scheduled task.</summary>
internal static class CronJobRenderer
{
    public static DesiredObject Render(ComponentScope scope, JsonObject template)
    {
        var schedule = scope.Spec.Schedule!;
        var job = Sparse.Object(
            // Its Jobs are found by their labels, for the history of runs.
            ("metadata", Sparse.Object(("labels", Sparse.Map(scope.Labels.Workload())))),
            ("spec", JobRenderer.Spec(scope.Spec.Task ?? new TaskSpec(), template)));
        var spec = Sparse.Object(
            ("schedule", schedule.Cron),
            ("timeZone", schedule.TimeZone),
            ("concurrencyPolicy", schedule.Concurrency.ToString()),
            ("startingDeadlineSeconds", schedule.StartingDeadlineSeconds),
            ("suspend", schedule.Suspend || scope.Spec.State == ComponentState.Suspended),
            ("successfulJobsHistoryLimit", schedule.HistoryLimits.Succeeded),
            ("failedJobsHistoryLimit", schedule.HistoryLimits.Failed),
            ("jobTemplate", job));
        return scope.Object("batch/v1", "CronJob", scope.Names.Base, scope.Labels.Workload(), scope.Metadata.Annotations, ("spec", spec));
    }
}
