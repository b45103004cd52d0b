using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>How one release replaces another.</summary>
/// <param name="DeadlineSeconds">Seconds until it must be healthy, of each step anew. 5..86400. Default 600.</param>
/// <param name="AutoRollback">Go back to the last good revision when the deadline passes or an analysis fails.</param>
/// <param name="ScaleDownDelaySeconds">
/// Seconds the revision before stays beside the one that has taken over, so that nothing is lost and going back costs no start; 0..86400.
/// Default 30. Only with steps.
/// </param>
// Defaults other than zero are constructor parameters: the generated reader sets every init property a document leaves out to zero or
// null, and keeps a parameter's default.
public sealed record RolloutSpec(int DeadlineSeconds = 600, bool AutoRollback = true, int ScaleDownDelaySeconds = 30)
{
    /// <summary>The strategy.</summary>
    public RolloutStrategy Strategy { get; init; }

    /// <summary>Pods above the wanted number, count or percentage; Kubernetes' default when absent.</summary>
    [JsonConverter(typeof(IntOrStringConverter))]
    public string? MaxSurge { get; init; }

    /// <summary>Pods that may be missing, count or percentage; 0 when absent, so that no request is lost.</summary>
    [JsonConverter(typeof(IntOrStringConverter))]
    public string? MaxUnavailable { get; init; }

    /// <summary>Seconds a pod must be ready before it counts as available; 0..3600. Default 0.</summary>
    public int MinReadySeconds { get; init; }

    /// <summary>The steps of a blue-green or canary rollout, in order; at most 32.</summary>
    public IReadOnlyList<RolloutStep> Steps { get; init => field = value ?? []; } = [];

    /// <summary>What steps may measure; at most 16.</summary>
    public IReadOnlyList<AnalysisSpec> Analysis { get; init => field = value ?? []; } = [];

    /// <summary>What steps of a blue-green rollout may run against the new revision; at most 8.</summary>
    public IReadOnlyList<RolloutTestSpec> Tests { get; init => field = value ?? []; } = [];

    /// <summary>Steps that were approved; at most 32.</summary>
    public IReadOnlyList<RolloutApproval> Approvals { get; init => field = value ?? []; } = [];

    /// <summary>The revision that needs no further step but to be healthy; null for none.</summary>
    public string? Promote { get; init; }

    /// <summary>The revision whose rollout is given up; null for none. One that has become the running one is left alone.</summary>
    public string? Abort { get; init; }
}

/// <summary>How pods are replaced.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RolloutStrategy>))]
public enum RolloutStrategy
{
    /// <summary>A few at a time.</summary>
    Rolling,

    /// <summary>All old ones go before the first new one comes.</summary>
    Recreate,

    /// <summary>All new ones come beside the old ones, and requests are switched over at once.</summary>
    BlueGreen,

    /// <summary>Some new ones come beside the old ones and get a share of the requests that grows step by step.</summary>
    Canary,
}

/// <summary>What strategies have in common.</summary>
public static class RolloutStrategies
{
    /// <summary>Whether two revisions stand side by side and it goes from the one to the other by steps.</summary>
    public static bool HasSteps(this RolloutSpec rollout) => rollout.Strategy is RolloutStrategy.BlueGreen or RolloutStrategy.Canary;
}
