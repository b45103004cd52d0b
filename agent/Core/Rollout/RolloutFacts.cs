using Pdp.Core.Analysis;
using Pdp.Core.Health;
using Pdp.Core.Rollout.Steps;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout;

/// <summary>What a decision is made from.</summary>
public sealed record RolloutFacts
{
    /// <summary>What runs, or shall.</summary>
    public required RolloutTarget Target { get; init; }

    /// <summary>The intent's own generation.</summary>
    public required long Generation { get; init; }

    /// <summary>The rollout, from <see cref="RolloutDecider.Begin"/>.</summary>
    public required RolloutStatus Rollout { get; init; }

    /// <summary>The intent's rollout settings.</summary>
    public required RolloutSpec Spec { get; init; }

    /// <summary>Where it stands among its steps; null without steps, and when there is nothing to stand beside.</summary>
    public RolloutStage? Stage { get; init; }

    /// <summary>What was measured of the new revision in this pass.</summary>
    public IReadOnlyList<Measurement> Measurements { get; init; } = [];

    /// <summary>How the test stands that the step asks for, as its Job tells; null where it asks for none, or there is no Job yet.</summary>
    public TestStatus? Test { get; init; }

    /// <summary>Whether an image of it is followed, so that it may change within a generation.</summary>
    public bool FollowsImage { get; init; }

    /// <summary>What shall be of the intent.</summary>
    public ComponentState State { get; init; }

    /// <summary>The last good revision; null when none is kept.</summary>
    public RevisionMark? LastGood { get; init; }

    /// <summary>Whether every object of the target, all waves, has been applied.</summary>
    public required bool Applied { get; init; }

    /// <summary>Why applying cannot succeed however often it is tried; null otherwise.</summary>
    public RefusalReason? ApplyFailure { get; init; }

    /// <summary>Health of all objects of the target together.</summary>
    public required ObjectHealth Health { get; init; }

    /// <summary>Now, UTC.</summary>
    public required DateTimeOffset Now { get; init; }
}
