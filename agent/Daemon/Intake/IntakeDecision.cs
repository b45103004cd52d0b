using Pdp.Core.Ports;
using Pdp.Daemon.Documents;
using Pdp.Protocol;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Intake;

/// <summary>What the door decides about a verified document: by generation, rendering, policy and dependencies. Writes nothing.</summary>
internal sealed class IntakeDecision(
    IIntentVerifier verifier,
    IIntentStore store,
    IntentRendering rendering,
    DependencyIndex dependencies,
    ConnectionResolution connections)
{
    private static readonly RefusalReason _tooMany = new(
        FailureReason.TooLarge, "", $"this plane holds {ProtocolLimits.IntentsPerPlane} intents, the most there may be; remove some first");

    /// <summary>What is held of an intent. What somebody edited counts for nothing: the signed document takes its place again.</summary>
    public IntentStamp? Held(StoredIntent? there) =>
        there?.Jws is { } jws && verifier.Verify(jws) is { Verified: { IsRemoval: false } verified } && verified.Stamp.Id == there.Id
            && verified.Stamp.Generation == there.Generation && verified.Stamp.Hash == there.Hash && !HasForgedRemoval(there)
            ? verified.Stamp
            : null;

    private bool HasForgedRemoval(StoredIntent there) => there.RemovalJws is not null && RemovalIn(there) is null;

    private VerifiedIntent? RemovalIn(StoredIntent there) =>
        there.RemovalJws is { } jws && verifier.Verify(jws) is { Verified: { IsRemoval: true } removal }
            && removal.Stamp.Id == there.Id && removal.Stamp.Generation > there.Generation
            ? removal
            : null;

    // A removal stands in the resource a moment before its generation is remembered.
    private long RemovedAt(string id, StoredIntent? there) =>
        Math.Max(store.RemovedAt(id) ?? 0, there is null ? 0 : RemovalIn(there)?.Stamp.Generation ?? 0);

    /// <summary>Decides about an intent.</summary>
    /// <param name="incoming">The document.</param>
    /// <param name="there">The resource of that id; null when there is none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ClusterException">The cluster could not be asked which kinds it has.</exception>
    public async Task<IntakeVerdict> OfIntentAsync(VerifiedIntent incoming, StoredIntent? there, CancellationToken cancellationToken)
    {
        var verdict = GenerationRule.OfIntent(
            incoming.Stamp, Held(there), RemovedAt(incoming.Stamp.Id, there), there?.Status.ObservedGeneration ?? 0);
        if (verdict.Outcome != AckOutcome.Stored) return IntakeVerdict.Of(verdict);
        var reasons = await ReasonsAgainstAsync(incoming, isNew: there is null, cancellationToken);
        return reasons.Count > 0 ? new IntakeVerdict(AckOutcome.Refused, reasons) : new IntakeVerdict(AckOutcome.Stored, []);
    }

    /// <summary>Decides about a removal.</summary>
    public IntakeVerdict OfRemoval(VerifiedIntent removal, StoredIntent? there) => IntakeVerdict.Of(GenerationRule.OfRemoval(
        removal.Stamp,
        Held(there),
        RemovedAt(removal.Stamp.Id, there),
        there?.Status.ObservedGeneration ?? 0,
        isRecorded: there is null or { RemovalJws: not null }));

    private async Task<IReadOnlyList<RefusalReason>> ReasonsAgainstAsync(
        VerifiedIntent incoming, bool isNew, CancellationToken cancellationToken)
    {
        var rendered = await rendering.RenderAsync(incoming.Intent, RenderFacts.None, cancellationToken);
        return
        [
            .. rendered.Errors,
            .. connections.Denials(incoming.Intent),
            .. dependencies.Check(incoming.Stamp.Id, incoming.Intent.DependsOn),
            .. isNew && store.Count >= ProtocolLimits.IntentsPerPlane ? [_tooMany] : Array.Empty<RefusalReason>(),
        ];
    }
}

/// <summary>A decision of the door.</summary>
/// <param name="Outcome">What is to become of the document.</param>
/// <param name="Reasons">Every reason of a refusal; empty otherwise.</param>
/// <param name="Newest">The newest generation known, where the one judged is over; null otherwise.</param>
internal sealed record IntakeVerdict(AckOutcome Outcome, IReadOnlyList<RefusalReason> Reasons, long? Newest = null)
{
    /// <summary>The decision where the generation alone says enough.</summary>
    public static IntakeVerdict Of(GenerationVerdict verdict) =>
        new(verdict.Outcome, verdict.Reason is { } reason ? [reason] : [], verdict.Newest);
}
