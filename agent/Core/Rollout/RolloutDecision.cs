using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout;

/// <summary>A decision.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Reason">Why, where something is wrong.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="LookAgainAt">When to decide anew even if nothing changes; null when only a change matters.</param>
public sealed record RolloutDecision(
    RolloutOutcome Outcome, FailureReason? Reason = null, string Message = "", DateTimeOffset? LookAgainAt = null)
{
    /// <summary>When only the secrets are gone back to, the versions that failed; the generation itself has not.</summary>
    public string? FailedSecretVersions { get; init; }

    /// <summary>How the rollout stands from here on; null when it stands as it did.</summary>
    public RolloutStatus? Rollout { get; init; }

    /// <summary>Whether only followed images are gone back from; the generation itself has not failed.</summary>
    public bool HasFailedImages { get; init; }
}

/// <summary>How a rollout goes on.</summary>
public enum RolloutOutcome
{
    /// <summary>On its way; look again.</summary>
    Continue,

    /// <summary>Healthy: keep its revision as the last good one.</summary>
    Healthy,

    /// <summary>Scaled to zero as asked. Not kept as a revision: nobody wants to go back to standing still.</summary>
    Suspended,

    /// <summary>Not healthy in time: mark the generation failed and apply the last good revision.</summary>
    RollBack,

    /// <summary>The last good revision runs instead of the failed generation.</summary>
    RolledBack,

    /// <summary>Not healthy, and nothing to go back to or not allowed to.</summary>
    Degraded,
}
