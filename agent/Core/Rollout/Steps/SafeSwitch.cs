using System.Text.Json.Nodes;
using Pdp.Core.Health;
using Pdp.Core.Objects;
using Pdp.Core.Render;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout.Steps;

/// <summary>
/// Where one revision alone is wanted and another may still take the requests, as at the end of a rollout and on the way back: what leads to pods is
/// written when those are healthy, and never leads to pods that are about to go.
/// </summary>
public static class SafeSwitch
{
    /// <summary>The objects of a revision, in the order that loses no request.</summary>
    /// <param name="rendered">The revision.</param>
    /// <param name="isLastGood">Whether it is gone back to.</param>
    /// <param name="service">Its Service as it is; null when there is none.</param>
    /// <param name="deployment">Its Deployment as it is; null when there is none.</param>
    /// <param name="hasOthers">Whether there are Deployments of other revisions.</param>
    public static IReadOnlyList<DesiredObject> Order(
        RenderResult rendered, bool isLastGood, JsonObject? service, JsonObject? deployment, bool hasOthers)
    {
        if (rendered.Workload is not { Service: not null } workload || service is null)
            return rendered.Objects;
        if (!workload.IsBesideOthers)
            return isLastGood && hasOthers ? [.. rendered.Objects.Select(o => o.Key == workload.Service ? o.LedTo(workload.Revision) : o)] : rendered.Objects;
        var leadsHere = LeadingKinds.RevisionOf(service) == workload.Revision;
        return leadsHere || (isLastGood && !IsComing(deployment))
            ? rendered.Objects
            : [.. rendered.Objects.Select(o => LeadingKinds.Is(o.Key) ? o with { Wave = LeadingKinds.SwitchWave } : o)];
    }

    // What is gone back to is waited for as long as it gets better; a part of it is still more than what failed.
    private static bool IsComing(JsonObject? deployment) =>
        HealthAssessor.Of(deployment).State is HealthState.Progressing or HealthState.Missing;
}
