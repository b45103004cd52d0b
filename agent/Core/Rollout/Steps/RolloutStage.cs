using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout.Steps;

/// <summary>Where a rollout by steps stands.</summary>
/// <param name="Path">Its steps.</param>
/// <param name="Step">Steps that are done; as many as there are once only the new revision is left.</param>
/// <param name="Revision">The new revision.</param>
/// <param name="Strategy">How it is rolled out.</param>
/// <param name="SplitBy">What shares the requests out.</param>
public sealed record RolloutStage(RolloutPath Path, int Step, string Revision, RolloutStrategy Strategy, TrafficSplit SplitBy)
{
    /// <summary>When the rollout began, UTC; null while it has not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The tests of it that were begun.</summary>
    public IReadOnlyList<TestStatus> Tests { get; init; } = [];

    /// <summary>The step that is under way; null when none is left.</summary>
    public RolloutStep? Current => Step < Path.Steps.Count ? Path.Steps[Step] : null;

    /// <summary>Percent of the requests the new revision gets.</summary>
    public int Weight => Path.WeightAt(Step);

    /// <summary>Whether it takes all of them.</summary>
    public bool IsSwitched => Weight == 100;

    /// <summary>Whether both revisions get some.</summary>
    public bool IsShared => Weight is > 0 and < 100;

    /// <summary>
    /// Steps of a path that are done, as the status remembers them: of this very revision and these very steps, unless that was given up.
    /// </summary>
    public static int StepOf(IntentStatus status, string revision, RolloutPath path) =>
        IsUnderWay(status, revision, path) ? Math.Min(status.Rollout!.Step ?? 0, path.Steps.Count) : 0;

    /// <summary>Whether the rollout the status remembers is this one, whatever generation began it.</summary>
    public static bool IsUnderWay(IntentStatus status, string revision, RolloutPath path) =>
        status.Rollout is { } rollout && rollout.Revision == revision && rollout.Path == path.Hash
        && rollout.Generation > status.FailedGeneration;
}
