using Pdp.Core.Health;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Core.Rollout.Steps;
using Pdp.Core.Runs;
using Pdp.Daemon.Reconcile.Drift;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>The end of a pass: decides how the rollout goes on, does what follows, and writes the status.</summary>
internal sealed class Conclusion(
    StatusJournal journal, IRevisionStore revisions, Pruner pruner, IVersions versions, Announcements announcements, DriftBook drift,
    TimeProvider time)
{
    /// <summary>
    /// Nothing can be acted on: the generation is refused, waits or failed, and nothing is kept that could run in its place.
    /// </summary>
    public async Task<PassResult> NothingToDoAsync(StoredIntent stored, Target target, CancellationToken cancellationToken)
    {
        var builder = journal.Compose(stored, Observed(stored, target));
        if (target.Blocker is { } blocker) Block(builder, blocker);
        else builder.Follow(Decide(stored, target, new ApplyRun(), Assessed.Nothing), target.Choice, null);
        if (target.Freshness is { } freshness) builder.Freshness(freshness);
        if (target.Following is { } following) builder.Following(following);
        builder.Paused(target.Pause).Drifted(null);
        return await EndAsync(stored, target, builder.Build(), new PassResult(LookAgainIn: target.LookAgainIn), cancellationToken);
    }

    /// <summary>Decides.</summary>
    public async Task<PassResult> DecideAsync(
        StoredIntent stored, PlannedWork work, ApplyRun run, Assessed assessed, CancellationToken cancellationToken)
    {
        var target = work.Target;
        var now = time.GetUtcNow();
        var builder = journal.Compose(stored, Observed(stored, target))
            .With(status => status with { Images = ImageStatuses.Of(target.Images, target.Release, status, now) });
        var ending = Ending.Of(null, work);
        if (target.Blocker is { } blocker) Block(builder, blocker);
        else ending = await FollowAsync(builder, stored, work, run, Decide(stored, target, run, assessed), cancellationToken);
        var contested = drift.Note(builder, stored, work, run, now);
        DriftBook.NotePause(builder, work);
        builder.With(status => status with
        {
            Inventory = StatusJournal.Remembered(work, ending.Inventory),
            Resources = assessed.Resources,
            Endpoints = target.Endpoints,
            Connections = target.Connections?.Statuses ?? status.Connections,
            Runs = target.HasRuns ? RunHistory.Next(status.Runs, assessed.Runs, now) : status.Runs,
            Secrets = SecretStatuses.Of([.. target.KnownSecrets], status.Secrets, now, work.Secrets.Expiries),
            Rollout = (ending.Rollout ?? status.Rollout) is { } rollout && RolloutDecider.IsBegun(target.Choice.Mark, status)
                ? rollout with { Desired = assessed.Pods.Desired, Updated = assessed.Pods.Updated, Available = assessed.Pods.Available }
                : status.Rollout,
        });
        builder.Expiring(now);
        var isOwn = target.Blocker is null && !target.Choice.IsLastGood;
        if (isOwn || target.Freshness is not null) builder.Freshness(target.Freshness);
        if (target.Connections is { } connected) builder.Connected(connected.Freshness);
        builder.Routed(RoutedState.Of(target.RouteNotes, [.. assessed.Routes, .. await StableRoutesAsync(target, cancellationToken)]));
        if (isOwn || target.Following is not null) builder.Following(target.Following);
        var failure = run.Failures is [var first, ..] ? first.Failure.Reason : ending.Failure;
        return await EndAsync(
            stored, target, builder.Build(), new PassResult(LookAgainIn: Sooner(Sooner(ending.LookAgainIn, work), contested), Failure: failure), cancellationToken);
    }

    // What follows from a decision, in this order: what was healthy is kept before it is called so, and only then is the old pruned.
    private async Task<Ending> FollowAsync(
        StatusBuilder builder,
        StoredIntent stored,
        PlannedWork work,
        ApplyRun run,
        RolloutDecision decision,
        CancellationToken cancellationToken)
    {
        var target = work.Target;
        if (decision.Outcome == RolloutOutcome.Healthy && !target.Choice.IsLastGood) await revisions.KeepAsync(stored, target.ToRevision(), cancellationToken);
        builder.Follow(decision, target.Choice, target.Release);
        if (decision.HasFailedImages && target.FollowedImage is { } followed) builder.GaveUp(followed);
        if (decision.Rollout is { } next && target.Stage is { } stage && next.Step != stage.Step) builder.Begun(next);
        else if (decision.Outcome == RolloutOutcome.RollBack) builder.GoingBack();
        else if (run.IsComplete) builder.Applied();
        else if (run.Failures is [var first, ..] && decision.Outcome == RolloutOutcome.Continue)
            builder.ApplyFailed(first.Failure.Reason, first.Failure.Message);
        var ending = Ending.Of(NextLook(decision), work) with { Rollout = decision.Rollout };
        var hasArrived = decision.Outcome is RolloutOutcome.Healthy or RolloutOutcome.Suspended or RolloutOutcome.RolledBack
            // What a step needs no more is of a rollout that was overtaken.
            || (decision is { Outcome: RolloutOutcome.Continue, Rollout.ReadySince: not null } && target.Stage is not null);
        if (!run.IsComplete || !hasArrived) return ending;
        if (LastRequests.Left(decision.Outcome, stored.Status, target.Rollout, work.Plan, time.GetUtcNow()) is { } left)
            return ending with { LookAgainIn = Sooner(left, ending.LookAgainIn) };
        // Whoever is led to a version is led away from pods before they go.
        if (work.Plan.Prunes.Any(step => step.Key.Kind == "Deployment")) await versions.LeadAsync(stored.Id, target.Stable, builder.Build(), cancellationToken);
        var pruned = await pruner.RunAsync(stored.Id, work.Plan, cancellationToken);
        return pruned.IsComplete
            ? ending with { Inventory = work.Plan.InventoryAfter }
            : ending with { Failure = pruned.Failure?.Reason };
    }

    private async Task<PassResult> EndAsync(
        StoredIntent stored, Target target, IntentStatus status, PassResult result, CancellationToken cancellationToken)
    {
        var wait = await journal.ReportAsync(stored, status, cancellationToken);
        versions.Note(stored.Id, target.Stable, status, target.IsLeaving);
        announcements.Changed(stored, status);
        return result with { LookAgainIn = Sooner(wait, result.LookAgainIn) };
    }

    private async Task<IReadOnlyList<(string, ObjectHealth)>> StableRoutesAsync(Target target, CancellationToken cancellationToken) =>
        target.Stable is { } stable ? await versions.RoutesAsync(stable, cancellationToken) : [];

    private RolloutDecision Decide(StoredIntent stored, Target target, ApplyRun run, Assessed assessed)
    {
        var now = time.GetUtcNow();
        return RolloutDecider.Decide(new RolloutFacts
        {
            Target = target.Choice,
            Generation = stored.Generation,
            Rollout = RolloutDecider.Begin(target.Choice.Mark, stored.Status, target.Rollout, now, target.Stage),
            Stage = target.Stage,
            Measurements = assessed.Measurements,
            Test = assessed.Test,
            Spec = target.Rollout,
            State = target.State,
            FollowsImage = target.FollowedImage is not null,
            LastGood = target.LastGood,
            Applied = run.IsComplete,
            ApplyFailure = FinalFailure(target, run),
            Health = Health(run, assessed),
            Now = now,
        });
    }

    // However often it is tried: the API server refuses an object, or what is kept must not run.
    private static RefusalReason? FinalFailure(Target target, ApplyRun run) =>
        run.Failures.FirstOrDefault(f => f.Failure.Reason == FailureReason.ObjectInvalid) is { Failure: { } failure, Step: var step }
            ? new RefusalReason(failure.Reason, step.Key.ToString(), failure.Message)
            : target.LastGoodRefusals is [var first, ..]
                ? new RefusalReason(first.Reason, "", string.Join("; ", target.LastGoodRefusals))
                : null;

    // What could not be applied for now says more than the health of what could.
    private static ObjectHealth Health(ApplyRun run, Assessed assessed) => run switch
    {
        { Failures: [var (_, failure), ..] } => new ObjectHealth(HealthState.Progressing, failure.Reason, failure.Message),
        { HeldUpBy: { } laggard } when assessed.Health.State != HealthState.Degraded =>
            new ObjectHealth(HealthState.Progressing, Message: $"waiting for {laggard} before the next wave"),
        _ => assessed.Health,
    };

    private static StatusBuilder Block(StatusBuilder builder, Blocker blocker) => blocker switch
    {
        { Phase: IntentPhase.Waiting, Reasons: [var first, ..] } =>
            builder.Waiting(first.Reason, string.Join("; ", blocker.Reasons.Select(reason => reason.Message))),
        _ when IsAboutTrust(blocker) => builder.Distrusted(blocker.Reasons),
        _ => builder.Refused(blocker.Reasons),
    };

    // Of a document that was edited nothing is believed, its generation neither.
    private static long Observed(StoredIntent stored, Target target) =>
        target.Blocker is { } blocker && IsAboutTrust(blocker) ? stored.Status.ObservedGeneration : stored.Generation;

    private static bool IsAboutTrust(Blocker blocker) => blocker.Reasons.Any(reason => reason.Reason.IsAboutTrust());

    private static TimeSpan? Sooner(TimeSpan? one, TimeSpan? other) => one < other || other is null ? one : other;

    private static TimeSpan? Sooner(TimeSpan? at, PlannedWork work)
    {
        var again = work.Secrets.IsUnsettled ? work.Target.LookAgainIn ?? Preparation.Soon : work.Target.LookAgainIn;
        return Sooner(at, again);
    }

    // The way back begins at once, from what was just written down.
    private TimeSpan? NextLook(RolloutDecision decision) => decision switch
    {
        { Outcome: RolloutOutcome.RollBack } => TimeSpan.Zero,
        { LookAgainAt: { } at } => at - time.GetUtcNow() is { Ticks: > 0 } left ? left : TimeSpan.Zero,
        _ => null,
    };

    /// <param name="LookAgainIn">When to look again though nothing changed.</param>
    /// <param name="Inventory">What there may be to prune from here on.</param>
    /// <param name="Failure">Why pruning did not succeed.</param>
    private sealed record Ending(TimeSpan? LookAgainIn, IReadOnlyList<InventoryEntry> Inventory, FailureReason? Failure = null)
    {
        /// <summary>How the rollout stands from here on; null as it stood.</summary>
        public RolloutStatus? Rollout { get; init; }

        public static Ending Of(TimeSpan? lookAgainIn, PlannedWork work) => new(lookAgainIn, work.Plan.InventoryBefore);
    }
}
