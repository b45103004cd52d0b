using System.Text.Json.Nodes;
using Pdp.Core.Plan;
using Pdp.Daemon.Reconcile;

namespace Pdp.Daemon.Preview;

/// <summary>Which pods a change makes anew: those of a workload whose pod template changes, and those of one that goes.</summary>
internal static class Restarts
{
    private const string Template = "spec.template";

    /// <summary>How many running pods end because of a step; 0 for what has none, or keeps them.</summary>
    public static int Of(PlanStep step, IReadOnlyList<FieldChange> changes, PlannedWork work, IReadOnlyList<JsonObject> pods)
    {
        var replaces = step.Action switch
        {
            PlanAction.Prune => true,
            PlanAction.Configure => step.Key is { Group: "apps" } && changes.Any(change => IsTemplate(change.Path)),
            _ => false,
        };
        return replaces ? WorkloadPods.Of(work.LiveOf(step), pods).Count(IsRunning) : 0;
    }

    private static bool IsTemplate(string path) =>
        path.StartsWith(Template, StringComparison.Ordinal) && (path.Length == Template.Length || path[Template.Length] is '.' or '[');

    private static bool IsRunning(JsonObject pod) =>
        pod["metadata"]?["deletionTimestamp"] is null && (string?)pod["status"]?["phase"] is not ("Succeeded" or "Failed");
}
