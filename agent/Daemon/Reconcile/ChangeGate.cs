using Pdp.Core.Policy;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Core.Rollout.Steps;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>
/// Says whether something new may be begun: not while the intent is paused, nor while the customer's maintenance window is closed. What runs is
/// kept as it is meanwhile, and what was begun goes on.
/// </summary>
internal sealed class ChangeGate(Func<CustomerPolicy> policy, TimeProvider time)
{
    // A window that never opens again is looked for now and then: the policy may have another.
    private static readonly TimeSpan _longest = TimeSpan.FromHours(1);

    /// <summary>Who wants all to stand still; null when nobody does.</summary>
    /// <param name="stored">The intent as it is held.</param>
    /// <param name="intent">What it says; null where that cannot be believed.</param>
    public static Blocker? Pause(StoredIntent stored, TypedIntent? intent)
    {
        var who = stored.IsPaused ? $"paused by the customer, with the annotation {CustomerMarks.Paused}"
            : intent is { IsPaused: true } ? "paused, as the intent asks"
            : null;
        return who is null ? null : new Blocker(IntentPhase.Waiting, [new RefusalReason(FailureReason.Paused, "", who)]);
    }

    /// <summary>Whether a revision would be something new, of which nothing was begun yet.</summary>
    public static bool IsNew(StoredIntent stored, TypedIntent intent, RevisionMark own, RevisionMark? lastGood)
    {
        var status = stored.Status;
        // A run is asked for when it is to run, and changes nothing that runs already.
        var isBegun = intent.Run is not null || own == lastGood || RolloutDecider.IsBegun(own, status);
        var isEnded = intent.State != ComponentState.Active
            && (status.RunningGeneration == own.Generation || (status.Phase == IntentPhase.Removing && status.ObservedGeneration == own.Generation));
        return !isBegun && !isEnded;
    }

    /// <summary>Whether a generation only goes on with a rollout by steps that is under way: the same pods by the same steps.</summary>
    /// <param name="stored">The intent as it is held.</param>
    /// <param name="intent">What it says.</param>
    /// <param name="revision">The revision of its pods; null for what has none.</param>
    public static bool GoesOn(StoredIntent stored, TypedIntent intent, string? revision) =>
        revision is not null && intent.Rollout.HasSteps() && stored.Status is { Rollout: { } rollout } status
        && rollout.Generation > status.RunningGeneration && RolloutStage.IsUnderWay(status, revision, RolloutPath.Of(intent.Rollout));

    /// <summary>What a generation gives to a rollout that is under way, for people.</summary>
    /// <param name="intent">What it says.</param>
    /// <param name="revision">The revision that is rolled out.</param>
    public static string GivenTo(TypedIntent intent, string revision) => intent.Rollout switch
    {
        { Promote: { } promoted } when promoted == revision => $"the promotion of revision {revision}",
        { Approvals: var approvals } when approvals.LastOrDefault(given => given.Revision == revision) is { } last => $"the approval {last.Name} of revision {revision}",
        _ => "what it says of the rollout under way",
    };

    /// <summary>What a new generation, or a removal, waits for; null while the window is open.</summary>
    /// <param name="stored">The intent as it is held.</param>
    /// <param name="metadata">Where it deploys to.</param>
    /// <param name="generation">Its generation.</param>
    /// <param name="given">What it gives to a rollout that is under way, which stands still meanwhile; null where it begins its own.</param>
    public (Blocker Blocker, TimeSpan LookAgainIn)? Closed(StoredIntent stored, IntentMetadata metadata, long generation, string? given = null)
    {
        var now = time.GetUtcNow();
        var opens = policy().At(Place.Of(metadata)).Maintenance.OpensAt(now);
        if (opens == now || stored.LetThrough == generation) return null;
        var until = opens is { } at ? $"until {at:yyyy-MM-dd HH:mm} UTC" : "and none is known to come";
        var what = given is null ? $"generation {generation} waits" : $"generation {generation} waits with {given}, and the rollout stands still";
        var reason = new RefusalReason(FailureReason.OutsideWindow, "", $"{what}: the maintenance window is closed {until}");
        var wait = opens - now ?? _longest;
        return (new Blocker(IntentPhase.Waiting, [reason]), wait < _longest ? wait : _longest);
    }

    /// <summary>Whether an intent may be taken away now.</summary>
    public bool LetsGo(StoredIntent stored, VerifiedIntent removal) =>
        !stored.IsPaused
        && (stored.Status.Phase == IntentPhase.Removing || Closed(stored, removal.Intent.Metadata, removal.Stamp.Generation) is null);
}
