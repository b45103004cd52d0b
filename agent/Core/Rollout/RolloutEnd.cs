using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout;

/// <summary>
/// Tells by which status a rollout ended. Afterwards a pod may come and go and the phase with it, which is no end of the rollout again. Told by the
/// conditions, so it holds across restarts.
/// </summary>
public static class RolloutEnd
{
    private const string True = "True";

    /// <summary>Whether a rollout became healthy, or was given up and gone back from, by a status; each is so once.</summary>
    /// <param name="before">The status before.</param>
    /// <param name="now">The status.</param>
    public static bool IsBy(IntentStatus before, IntentStatus now) => now.Phase switch
    {
        // Not healthy since it began, or longer: it is the first time.
        IntentPhase.Healthy => before.Phase != IntentPhase.Healthy && now.Rollout is { } rollout
            && (Conditions.Of(before.Conditions, Conditions.Healthy) is not { } unhealthy || unhealthy.LastTransitionTime <= rollout.StartedAt),
        IntentPhase.RolledBack => now.Rollout is not null && IsRolledBack(now) && !IsRolledBack(before),
        _ => false,
    };

    private static bool IsRolledBack(IntentStatus status) => Conditions.Of(status.Conditions, Conditions.RolledBack)?.Status == True;
}
