using Pdp.Core.Health;
using Pdp.Core.Rollout.Steps;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout;

/// <summary>Decides how a rollout goes on. All it remembers is in the status, so it survives any restart.</summary>
public static class RolloutDecider
{
    /// <summary>
    /// The rollout to work on: the stored one if it is of this generation, or a new one that begins now. To be written down before anything
    /// is applied, for its deadline holds across restarts.
    /// </summary>
    /// <param name="revision">What is rolled out.</param>
    /// <param name="status">The stored status.</param>
    /// <param name="spec">The intent's rollout settings.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="stage">Where it stands among its steps; null without steps.</param>
    public static RolloutStatus Begin(
        RevisionMark revision, IntentStatus status, RolloutSpec spec, DateTimeOffset now, RolloutStage? stage = null)
    {
        if (IsBegun(revision, status) && IsSamePath(stage, status))
            return AfterPause(status, now);
        var isUnderWay = stage is not null && RolloutStage.IsUnderWay(status, stage.Revision, stage.Path);
        return (isUnderWay ? status.Rollout! : New(spec, now, stage)) with
        {
            Generation = revision.Generation,
            SecretVersions = revision.SecretVersions,
            ImageDigests = revision.ImageDigests,
        };
    }

    // While all stood still it could not become healthy.
    private static RolloutStatus AfterPause(IntentStatus status, DateTimeOffset now) =>
        Conditions.Of(status.Conditions, Conditions.Paused) is { Status: "True" } paused && now > paused.LastTransitionTime
            ? status.Rollout! with { Deadline = status.Rollout!.Deadline + (now - paused.LastTransitionTime) }
            : status.Rollout!;

    /// <summary>Whether the stored rollout is of this revision.</summary>
    public static bool IsBegun(RevisionMark revision, IntentStatus status) =>
        status.Rollout is { } stored && new RevisionMark(stored.Generation, stored.SecretVersions, stored.ImageDigests) == revision;

    /// <summary>What follows from how the target's objects are doing.</summary>
    public static RolloutDecision Decide(RolloutFacts facts)
    {
        if (facts.Target.IsLastGood)
            return OfLastGood(facts);
        if (facts.Stage is { } stage)
            return OfStage(facts, stage);
        if (facts.ApplyFailure is { } failure)
            return GiveUp(facts, failure.Reason, CannotBeApplied(facts.Generation, failure));
        if (facts.Applied && IsGood(facts.Health))
            return new RolloutDecision(facts.State == ComponentState.Suspended ? RolloutOutcome.Suspended : RolloutOutcome.Healthy);
        if (facts.Target.Mark == facts.LastGood)
            return OfFormerlyGood(facts);
        return facts.Now < facts.Rollout.Deadline
            ? new RolloutDecision(RolloutOutcome.Continue, facts.Health.Reason, OnItsWay(facts), facts.Rollout.Deadline)
            : GiveUp(facts, facts.Health.Reason ?? FailureReason.DeadlineExceeded, TooLate(facts));
    }

    private static RolloutDecision OfStage(RolloutFacts facts, RolloutStage stage)
    {
        if (facts.Spec.Abort == stage.Revision)
            return GiveUp(facts with { Spec = facts.Spec with { AutoRollback = true } }, FailureReason.RolloutAborted, $"generation {facts.Generation} was given up as asked");
        if (facts.ApplyFailure is { } failure)
            return GiveUp(facts, failure.Reason, CannotBeApplied(facts.Generation, failure));
        if (facts.Applied && IsGood(facts.Health))
        {
            var (decision, failed) = StepDecider.Decide(facts, stage);
            return failed is null ? decision : GiveUp(facts, failed.Reason, failed.Message) with { Rollout = decision.Rollout };
        }

        // Each time it stops being healthy it has the same time to become so again.
        var rollout = facts.Rollout.ReadySince is null
            ? facts.Rollout
            : facts.Rollout with { ReadySince = null, Deadline = facts.Now.AddSeconds(facts.Spec.DeadlineSeconds) };
        return facts.Now < rollout.Deadline
            ? new RolloutDecision(RolloutOutcome.Continue, facts.Health.Reason, StepDecider.Say(stage, OnItsWay(facts)), rollout.Deadline) { Rollout = rollout }
            : GiveUp(facts, facts.Health.Reason ?? FailureReason.DeadlineExceeded, StepDecider.Say(stage, TooLate(facts)));
    }

    // A revision that was good once is repaired, not rolled back: there is nothing better to go to.
    private static RolloutDecision OfFormerlyGood(RolloutFacts facts) => facts.Health.State == HealthState.Degraded
        ? new RolloutDecision(RolloutOutcome.Degraded, facts.Health.Reason ?? FailureReason.NotReady, facts.Health.Message)
        : new RolloutDecision(RolloutOutcome.Continue, facts.Health.Reason, OnItsWay(facts));

    private static RolloutDecision OfLastGood(RolloutFacts facts)
    {
        if (facts.Target.Generation == 0)
            return new RolloutDecision(RolloutOutcome.Degraded, Message: "there is no earlier revision that could run instead");
        if (facts.ApplyFailure is { } failure)
            return new RolloutDecision(RolloutOutcome.Degraded, failure.Reason, CannotBeApplied(facts.Target.Generation, failure));
        if (facts.Health.State != HealthState.Degraded)
            return new RolloutDecision(RolloutOutcome.RolledBack);
        return new RolloutDecision(
            RolloutOutcome.Degraded,
            facts.Health.Reason ?? FailureReason.NotReady,
            $"generation {facts.Target.Generation}, which was rolled back to, is not healthy either: {facts.Health.Message}");
    }

    private static RolloutDecision GiveUp(RolloutFacts facts, FailureReason reason, string message)
    {
        if (facts.State != ComponentState.Active)
            return new RolloutDecision(RolloutOutcome.Degraded, reason, message);
        if (facts.LastGood is not { } lastGood || lastGood == facts.Target.Mark)
            return new RolloutDecision(RolloutOutcome.Degraded, reason, $"{message}; there is no earlier revision to go back to");
        if (!facts.Spec.AutoRollback)
            return new RolloutDecision(RolloutOutcome.Degraded, reason, $"{message}; it is not rolled back, as the intent asks");
        if (lastGood.Generation != facts.Generation)
            return new RolloutDecision(RolloutOutcome.RollBack, reason, $"{message}; generation {lastGood.Generation} runs again");
        // Where both are others, the images are gone back to first; the secrets alone are then tried with those of before.
        return HasOtherImage(facts)
            ? new RolloutDecision(RolloutOutcome.RollBack, reason, $"{message}; the image of before runs again") { HasFailedImages = true }
            : new RolloutDecision(RolloutOutcome.RollBack, reason, $"{message}; it runs with the secrets of before again")
            {
                FailedSecretVersions = facts.Target.SecretVersions ?? "",
            };
    }

    private static bool IsSamePath(RolloutStage? stage, IntentStatus status) =>
        stage is null || (stage.Revision == status.Rollout!.Revision && stage.Path.Hash == status.Rollout.Path);

    private static RolloutStatus New(RolloutSpec spec, DateTimeOffset now, RolloutStage? stage) => new()
    {
        Revision = stage?.Revision,
        Path = stage?.Path.Hash,
        Step = stage?.Step,
        Steps = stage?.Path.Steps.Count,
        Weight = stage?.Weight,
        SplitBy = stage?.SplitBy,
        StartedAt = now,
        Deadline = now.AddSeconds(spec.DeadlineSeconds),
    };

    private static bool HasOtherImage(RolloutFacts facts) =>
        facts.FollowsImage && facts.LastGood?.ImageDigests != facts.Target.ImageDigests;

    private static bool IsGood(ObjectHealth health) => health.State is HealthState.Healthy or HealthState.Suspended;

    private static string OnItsWay(RolloutFacts facts) =>
        facts.Health.Message.Length > 0 ? facts.Health.Message : facts.Applied ? "is becoming healthy" : "is being applied";

    private static string CannotBeApplied(long generation, RefusalReason failure) =>
        $"generation {generation} cannot be applied: {failure}";

    private static string TooLate(RolloutFacts facts)
    {
        var with = facts.Generation != facts.LastGood?.Generation ? ""
            : HasOtherImage(facts) ? " with the new image"
            : " with the new versions of its secrets";
        var within = $"generation {facts.Generation}{with} was not healthy within {facts.Spec.DeadlineSeconds} s";
        return facts.Health.Message.Length > 0 ? $"{within} ({facts.Health.Message})" : within;
    }
}
