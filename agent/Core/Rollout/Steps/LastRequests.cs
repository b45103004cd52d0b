using Pdp.Core.Plan;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout.Steps;

/// <summary>
/// How long a revision that was gone back from stays, though nothing leads to it any more, where it had a Service of its own: gateways hear of that a moment
/// after the routes say it, and send requests to its pods until then. On the way forward the last step is that pause. Where the numbers of pods are the share
/// there is no such Service; the pods leave the one there is by themselves, and serve until that is known.
/// </summary>
public static class LastRequests
{
    /// <summary>Time until what is left of it may go; null when it may now.</summary>
    /// <param name="outcome">What was decided.</param>
    /// <param name="status">The status of before, which says since when all of the last good revision is applied.</param>
    /// <param name="rollout">How the revision that was gone back from was rolled out.</param>
    /// <param name="plan">What would go.</param>
    /// <param name="now">Now, UTC.</param>
    public static TimeSpan? Left(RolloutOutcome outcome, IntentStatus status, RolloutSpec rollout, DeploymentPlan plan, DateTimeOffset now)
    {
        var isLedTo = rollout.HasSteps() && plan.Prunes.Any(step => step.Action == PlanAction.Prune && LeadingKinds.IsService(step.Key));
        if (outcome != RolloutOutcome.RolledBack || !isLedTo)
            return null;
        var since = Conditions.Of(status.Conditions, Conditions.Applied) is { Status: "True" } applied ? applied.LastTransitionTime : now;
        var left = since.AddSeconds(rollout.ScaleDownDelaySeconds) - now;
        return left > TimeSpan.Zero ? left : null;
    }
}
