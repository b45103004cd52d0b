using Pdp.Core.Ports;
using Pdp.Daemon.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>
/// Reads what the journal holds, at every pass anew: anybody with rights in the agent's namespace may have edited it, and only what a
/// pinned key signed is acted on.
/// </summary>
internal sealed class DocumentReading(IIntentVerifier verifier, IIntentStore intents)
{
    /// <summary>Reads a resource.</summary>
    public ReadDocument Read(StoredIntent stored)
    {
        if (LocalIntents.IsLocal(stored.Id)) return LocalReading.Read(stored);
        if (stored.Jws is null) return new(null, Removal(stored, null), [_unsigned]);
        var verification = verifier.Verify(stored.Jws);
        var reasons = verification.IsGood ? Disagreements(stored, verification.Verified) : verification.Reasons;
        var intent = reasons.Count == 0 ? verification.Verified : null;
        var removal = Removal(stored, intent);
        return stored.RemovalJws is not null && removal is null
            ? new(intent, null, [.. reasons, _badRemoval])
            : new(intent, removal, reasons) { CameLate = CameLate(stored, verification.Verified) };
    }

    // Anything worked on has a status, and what a hand put back is answered by one.
    private bool CameLate(StoredIntent stored, VerifiedIntent? signed) =>
        stored is { RemovalJws: null, WasApplied: true, Status: { ObservedGeneration: 0, Inventory: [] } }
        && signed is { IsRemoval: false, Stamp: var stamp } && stamp.Id == stored.Id && stamp.Generation <= intents.RemovedAt(stored.Id);

    // An old removal, signed in an earlier life of the same id, must not take a newer intent away.
    private VerifiedIntent? Removal(StoredIntent stored, VerifiedIntent? intent) =>
        stored.RemovalJws is { } jws && verifier.Verify(jws) is { Verified: { IsRemoval: true } removal }
            && removal.Stamp.Id == stored.Id
            && removal.Stamp.Generation > (intent?.Stamp.Generation ?? stored.Status.ObservedGeneration - 1)
            ? removal
            : null;

    private IReadOnlyList<RefusalReason> Disagreements(StoredIntent stored, VerifiedIntent verified)
    {
        var reasons = new List<RefusalReason>();
        if (verified.IsRemoval) reasons.Add(Edited("spec.jws", "must be an intent, not a removal"));
        if (verified.Stamp.Id != stored.Id) reasons.Add(Edited("metadata.name", "must be the id of the signed document"));
        if (verified.Stamp.Generation != stored.Generation)
            reasons.Add(Edited("spec.generation", "must be the generation of the signed document"));
        if (verified.Stamp.Hash != stored.Hash) reasons.Add(Edited("spec.hash", "must be the hash of the signed document"));
        if (verified.Stamp.Generation < stored.Status.ObservedGeneration)
        {
            reasons.Add(new RefusalReason(
                FailureReason.GenerationStale, "spec.jws", "must not be of an earlier generation than one that was worked on already"));
        }
        // Written back by hand, or by a leader of before whose write landed after the removal.
        if (stored.RemovalJws is null && verified.Stamp.Generation <= intents.RemovedAt(stored.Id))
        {
            reasons.Add(new RefusalReason(
                FailureReason.GenerationStale, "spec.jws", "must be of a later generation than the one at which the intent was removed"));
        }
        return reasons;
    }

    private static RefusalReason Edited(string path, string rule) => new(FailureReason.Tampered, path, rule);

    private static readonly RefusalReason _unsigned = new(
        FailureReason.SignatureInvalid,
        "spec.jws",
        $"must be a document the control plane signed; an intent of your own has a name that ends in {LocalIntents.Suffix}");

    private static readonly RefusalReason _badRemoval = new(
        FailureReason.Tampered, "spec.removal", "must be a removal of this intent, signed by the control plane and newer than the intent");
}
