using Pdp.Core.Images;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout;

/// <summary>Composes the next status from the previous one. A condition's transition time changes only with its status.</summary>
/// <param name="previous">The stored status; a new one for an intent never seen.</param>
/// <param name="generation">The generation worked on.</param>
/// <param name="now">Now, UTC.</param>
public sealed class StatusBuilder(IntentStatus previous, long generation, DateTimeOffset now)
{
    /// <summary>Most entries of <see cref="IntentStatus.History"/>.</summary>
    public const int MostHistory = 10;

    /// <summary>Most entries of <see cref="IntentStatus.Drift"/>.</summary>
    public const int MostDrift = 20;

    /// <summary>Most entries of <see cref="IntentStatus.FailedImages"/>.</summary>
    public const int MostFailedImages = 20;

    private const int LongestMessage = 1024;
    private const string True = "True";
    private const string False = "False";

    private readonly bool _hasFailed = previous.FailedGeneration >= generation
        || (previous.ObservedGeneration == generation && previous.FailedSecretVersions is not null);
    private readonly bool _wasRefused = previous.FailedGeneration >= generation
        && Conditions.Of(previous.Conditions, Conditions.Accepted)?.Status == False
        && !(Conditions.Of(previous.Conditions, Conditions.RolledBack) is { Status: True } rolledBack && rolledBack.ObservedGeneration == generation);
    private IntentStatus _status = previous with
    {
        ObservedGeneration = generation,
        FailedSecretVersions = previous.ObservedGeneration == generation ? previous.FailedSecretVersions : null,
        FailedImages = previous.ObservedGeneration == generation ? previous.FailedImages : [],
    };

    /// <summary>The status.</summary>
    public IntentStatus Build() => _status;

    /// <summary>Sets what was learnt of objects: inventory, resources, rollout, endpoints.</summary>
    public StatusBuilder With(Func<IntentStatus, IntentStatus> change)
    {
        _status = change(_status);
        return this;
    }

    /// <summary>Not acceptable: nothing was changed, what ran before still runs. Final for this generation.</summary>
    /// <param name="reasons">Every reason; at least one.</param>
    public StatusBuilder Refused(IReadOnlyList<RefusalReason> reasons)
    {
        var message = Sentence(reasons);
        return Failed().Phase(IntentPhase.Refused, reasons[0].Reason, message)
            .Condition(Conditions.Accepted, False, reasons[0].Reason.ToString(), message)
            .NotReady();
    }

    /// <summary>
    /// The resource does not hold what was signed, so nothing it says is believed. What became of the generation stands, and counts again once
    /// the document is put back: an edit makes no generation a failed one, and no refusal or rollback undone.
    /// </summary>
    /// <param name="reasons">Every reason; at least one.</param>
    public StatusBuilder Distrusted(IReadOnlyList<RefusalReason> reasons)
    {
        var message = Sentence(reasons);
        Phase(IntentPhase.Refused, reasons[0].Reason, message);
        return (_wasRefused ? this : Condition(Conditions.Accepted, False, reasons[0].Reason.ToString(), message)).NotReady();
    }

    /// <summary>Waits for a secret or another intent.</summary>
    public StatusBuilder Waiting(FailureReason reason, string message) =>
        Phase(IntentPhase.Waiting, reason, message).Accept().NotReady();

    /// <summary>
    /// Applying failed in a way that may pass, such as a cluster that does not answer; it is tried again. What a failed generation failed
    /// for goes on being told.
    /// </summary>
    public StatusBuilder ApplyFailed(FailureReason reason, string message)
    {
        if (!_hasFailed)
            Phase(IntentPhase.Progressing, reason, message).Accept().NotReady();
        return Condition(Conditions.Applied, False, reason.ToString(), message);
    }

    /// <summary>Everything the target has was applied, healthy or not.</summary>
    public StatusBuilder Applied() => Condition(Conditions.Applied, True, "Applied", "");

    /// <summary>Follows a decision about the rollout.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="target">What it was about.</param>
    /// <param name="release">Release of the target; null where the kind has none.</param>
    public StatusBuilder Follow(RolloutDecision decision, RolloutTarget target, string? release) => decision.Outcome switch
    {
        RolloutOutcome.Continue => Phase(IntentPhase.Progressing, decision.Reason, decision.Message).Accept().NotRolledBack()
            .BeginToApply().Unhealthy(),
        RolloutOutcome.Healthy => Runs(target, release).Phase(IntentPhase.Healthy, null, "everything is as wanted").Accept().AsWanted()
            .Remember(target.Generation, release, "Healthy", ""),
        RolloutOutcome.Suspended => Runs(target, release).Phase(IntentPhase.Suspended, null, "scaled to zero as asked").Accept().AsWanted()
            .Remember(target.Generation, release, "Suspended", ""),
        RolloutOutcome.RollBack => Failed(decision).Phase(IntentPhase.RolledBack, decision.Reason, decision.Message).Unhealthy()
            .Condition(Conditions.RolledBack, True, $"{decision.Reason ?? FailureReason.DeadlineExceeded}", _status.Message)
            .Remember(target.Generation, release, "RolledBack", decision.Message),
        RolloutOutcome.RolledBack => RunsInstead(target, release),
        _ => Degraded(decision, target),
    };

    /// <summary>Notes whether the secrets are of the newest versions; null when there are none.</summary>
    public StatusBuilder Freshness(SecretFreshness? freshness) => freshness is null
        ? With(status => status with { Conditions = [.. status.Conditions.Where(c => c.Type != Conditions.SecretsFresh)] })
        : Condition(Conditions.SecretsFresh, freshness.IsFresh ? True : False, freshness.Reason, freshness.Message);

    /// <summary>Notes which of its certificates end soon.</summary>
    public StatusBuilder Expiring(DateTimeOffset at) => While(Conditions.CertificateExpires, CertificateExpiry.Told(_status.Secrets, at));

    /// <summary>Notes whether what it connects to is there; null when it connects to no component.</summary>
    public StatusBuilder Connected(ConnectionFreshness? freshness) => freshness is null
        ? With(status => status with { Conditions = [.. status.Conditions.Where(c => c.Type != Conditions.Connected)] })
        : Condition(Conditions.Connected, freshness.IsCurrent ? True : False, freshness.Reason, freshness.Message);

    /// <summary>Notes whether the endpoints are reached through their gateways; null when none asks for one.</summary>
    public StatusBuilder Routed(RoutedState? state) => state is null
        ? With(status => status with { Conditions = [.. status.Conditions.Where(c => c.Type != Conditions.Routed)] })
        : Condition(Conditions.Routed, state.IsRouted switch { true => True, false => False, null => "Unknown" }, state.Reason, Short(state.Message));

    /// <summary>Notes whether the newest of a followed image runs; null when none is followed.</summary>
    public StatusBuilder Following(ImageFollowing? following) => following is null
        ? With(status => status with { Conditions = [.. status.Conditions.Where(c => c.Type != Conditions.ImagesFollowed)] })
        : Condition(Conditions.ImagesFollowed, following.IsCurrent ? True : False, following.Reason, following.Message);

    /// <summary>Notes who writes against the agent; null when nobody does.</summary>
    public StatusBuilder Contested(string? message) => While(Conditions.Contested, message);

    /// <summary>Notes that all stands still, and why; null when it does not.</summary>
    public StatusBuilder Paused(string? message) => While(Conditions.Paused, message);

    /// <summary>Notes what differs and is not put back; null when nothing does.</summary>
    public StatusBuilder Drifted(string? message) => While(Conditions.Drifted, message);

    /// <summary>A followed image was rolled back: it is not tried again with this generation.</summary>
    public StatusBuilder GaveUp(ResolvedImage image)
    {
        var failed = new FailedImage(image.Container, image.Image, image.Digest ?? "", now);
        return With(status => status with { FailedImages = [failed, .. status.FailedImages.Take(MostFailedImages - 1)] });
    }

    /// <summary>A rollout or its next step begins: what was applied before says nothing of it.</summary>
    public StatusBuilder Begun(RolloutStatus rollout) =>
        With(status => status with { Rollout = rollout }).Condition(Conditions.Applied, False, "Applying", "");

    /// <summary>The last good revision is to be applied: that it is, and since when, is said anew.</summary>
    public StatusBuilder GoingBack() => Condition(Conditions.Applied, False, "GoingBack", "");

    /// <summary>No control plane signed it: it was written in the cluster.</summary>
    public StatusBuilder Unsigned() => Condition(Conditions.Signed, False, "Local", "written in the cluster; no control plane signed it");

    /// <summary>Being pruned.</summary>
    public StatusBuilder Removing(string message) => Phase(IntentPhase.Removing, null, message).NotReady();

    /// <summary>Pruned on request; the document stays.</summary>
    /// <param name="kept">What was left behind on purpose.</param>
    public StatusBuilder Undeployed(IReadOnlyList<InventoryEntry> kept) =>
        With(status => status with
        {
            RunningGeneration = generation,
            RunningRelease = null,
            Kept = kept,
            Resources = [],
            Endpoints = [],
            Rollout = null,
        })
            .Phase(IntentPhase.Undeployed, null, kept.Count == 0 ? "everything was deleted" : $"all was deleted but {kept.Count} kept objects")
            .Accept().AsWanted();

    /// <summary>Notes repairs, newest first, at most <see cref="MostDrift"/> kept.</summary>
    public StatusBuilder Repaired(IEnumerable<DriftRecord> repairs) =>
        With(status => status with { Drift = [.. repairs.Concat(status.Drift).Take(MostDrift)] });

    // What was refused never ran, so nothing was rolled back: the phase goes on saying what to change.
    private StatusBuilder RunsInstead(RolloutTarget target, string? release)
    {
        Runs(target, release).Condition(Conditions.Healthy, True, "LastGood", $"generation {target.Generation} runs");
        if (_wasRefused) return StillRefused();
        var (reason, message) = Why();
        return Phase(IntentPhase.RolledBack, reason, message).Accept().NotReady();
    }

    // The phase may speak of an edit that was put back since; the condition says why the generation itself was refused.
    private StatusBuilder StillRefused()
    {
        var accepted = Conditions.Of(_status.Conditions, Conditions.Accepted)!;
        return Enum.TryParse<FailureReason>(accepted.Reason, out var reason)
            ? Phase(IntentPhase.Refused, reason, accepted.Message).NotReady()
            : this;
    }

    private StatusBuilder Degraded(RolloutDecision decision, RolloutTarget target)
    {
        var reason = decision.Reason ?? FailureReason.NotReady;
        if (_wasRefused)
            return target.Generation == 0 ? StillRefused() : StillRefused().Condition(Conditions.Healthy, False, reason.ToString(), decision.Message);
        if (!target.IsLastGood)
            NotRolledBack();
        // With nothing to run there is no news: the reason the generation failed for stays.
        var (why, message) = target.Generation > 0 ? (reason, decision.Message)
            : previous.Phase == IntentPhase.Refused ? Why()
            : (previous.Reason ?? reason, previous.Message);
        return Phase(IntentPhase.Degraded, why, message).Accept().Unhealthy();
    }

    private static string Sentence(IReadOnlyList<RefusalReason> reasons)
    {
        const int Shown = 5;
        return string.Join("; ", reasons.Take(Shown)) + (reasons.Count > Shown ? $"; and {reasons.Count - Shown} more" : "");
    }

    // Why a generation was rolled back is written into the condition the moment it is decided, and stands there whatever comes after.
    private (FailureReason Reason, string Message) Why()
    {
        var condition = Conditions.Of(_status.Conditions, Conditions.RolledBack);
        return Enum.TryParse<FailureReason>(condition?.Reason, out var reason)
            ? (reason, condition!.Message)
            : (FailureReason.DeadlineExceeded, previous.Message);
    }

    private StatusBuilder Phase(IntentPhase phase, FailureReason? reason, string message) => With(status => status with
    {
        Phase = phase,
        Reason = reason,
        Message = Short(message),
    });

    private static string Short(string message) => message.Length <= LongestMessage ? message : message[..LongestMessage] + "…";

    private StatusBuilder Failed() =>
        With(status => status with { FailedGeneration = Math.Max(status.FailedGeneration, generation) });

    private StatusBuilder Failed(RolloutDecision decision) => decision switch
    {
        { HasFailedImages: true } => this,
        { FailedSecretVersions: { } versions } => With(status => status with { FailedSecretVersions = versions }),
        _ => Failed(),
    };

    private StatusBuilder Runs(RolloutTarget target, string? release) =>
        With(status => status with { RunningGeneration = target.Generation, RunningRelease = release, Kept = [] });

    private StatusBuilder Accept() => Condition(Conditions.Accepted, True, "Valid", "");

    private StatusBuilder AsWanted() => Applied().NotRolledBack()
        .Condition(Conditions.Healthy, True, "AsWanted", "")
        .Condition(Conditions.Ready, True, _status.Phase.ToString(), "");

    private StatusBuilder Unhealthy() =>
        Condition(Conditions.Healthy, False, $"{_status.Reason?.ToString() ?? _status.Phase.ToString()}", _status.Message).NotReady();

    private StatusBuilder NotReady() =>
        Condition(Conditions.Ready, False, $"{_status.Reason?.ToString() ?? _status.Phase.ToString()}", _status.Message);

    private StatusBuilder NotRolledBack() => Condition(Conditions.RolledBack, False, "NotNeeded", "");

    private StatusBuilder Condition(string type, string status, string reason, string message)
    {
        var next = new StatusCondition(type, status, reason, message, generation, now);
        return With(s => s with { Conditions = Conditions.Set(s.Conditions, next, previous.Conditions) });
    }

    private StatusBuilder While(string type, string? message) => message is null
        ? With(status => status with { Conditions = [.. status.Conditions.Where(c => c.Type != type)] })
        : Condition(type, True, type, Short(message));

    // What was applied of an older generation says nothing of this one.
    private StatusBuilder BeginToApply() =>
        Conditions.Of(_status.Conditions, Conditions.Applied)?.ObservedGeneration == generation
            ? this
            : Condition(Conditions.Applied, False, "Applying", "");

    // The newest entry is of what runs now, and is not written anew each time it is looked at.
    private StatusBuilder Remember(long ran, string? release, string result, string message) =>
        _status.History is [var newest, ..] && newest.Generation == ran && newest.Result == result
            && ImageStatuses.AreAlike(newest.Images, _status.Images)
            ? this
            : With(status => status with
            {
                History =
                [
                    new RevisionRecord(ran, release, result, now, message) { Images = status.Images },
                    .. status.History.Take(MostHistory - 1),
                ],
            });
}
