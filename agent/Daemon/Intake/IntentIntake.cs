using Pdp.Core.Ports;
using Pdp.Daemon.Documents;
using Pdp.Daemon.Tracing;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Intake;

/// <summary>
/// The door: verifies what was signed, holds it to schema, rules, policy and generation, and writes it to the journal before it answers.
/// Intents go through it side by side, generations of one intent one after the other.
/// </summary>
internal sealed partial class IntentIntake(
    IIntentVerifier verifier,
    IIntentStore store,
    IntakeDecision decision,
    DependencyIndex dependencies,
    IntakeMetrics metrics,
    ILogger<IntentIntake> logger) : IIntake
{
    // Another writer of the same resource may come in between, a hand with kubectl or the agent's own status; then the decision is made anew.
    private const int Attempts = 10;

    private readonly IntentLocks _locks = new();

    /// <inheritdoc/>
    public Task<IntakeAnswer> AcceptAsync(string jws, CancellationToken cancellationToken) =>
        TakeAsync(jws, isRemoval: false, cancellationToken);

    /// <inheritdoc/>
    public Task<IntakeAnswer> RemoveAsync(string jws, CancellationToken cancellationToken) =>
        TakeAsync(jws, isRemoval: true, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IntentStamp>> InventoryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.WaitUntilLoadedAsync(cancellationToken);
        }
        catch (ClusterException failure)
        {
            throw new IntakeUnavailableException($"The journal cannot be read now: {failure.Message}", failure);
        }
        // What was edited by hand is left out, so that the control plane sends it again.
        return [.. store.List().Where(intent => intent.RemovalJws is null).Select(decision.Held).OfType<IntentStamp>()];
    }

    private async Task<IntakeAnswer> TakeAsync(string jws, bool isRemoval, CancellationToken cancellationToken)
    {
        var verification = Verify(jws);
        var answer = verification switch
        {
            { IsGood: false } => Refuse(verification, verification.Reasons),
            { Verified.IsRemoval: var said } when said != isRemoval => Refuse(verification, [_wrongDoor]),
            { Verified: var verified } => await DecideAsync(verified, cancellationToken),
        };
        metrics.Answered(answer.Outcome, answer.Reasons);
        if (answer.Outcome == AckOutcome.Refused) LogRefused(answer.Id, answer.Generation, answer.Reasons[0].Reason, answer.Reasons.Count);
        else LogAnswered(answer.Id, answer.Generation, answer.Outcome);
        return answer;
    }

    private Verification Verify(string jws)
    {
        using var span = AgentTraces.Begin("verify");
        var verification = verifier.Verify(jws);
        if (verification.Reasons is [var first, ..]) span?.Reason(first.Reason);
        return verification;
    }

    private async Task<IntakeAnswer> DecideAsync(VerifiedIntent incoming, CancellationToken cancellationToken)
    {
        using var span = AgentTraces.Begin("accept");
        try
        {
            await store.WaitUntilLoadedAsync(cancellationToken);
            using var turn = await _locks.EnterAsync(incoming.Stamp.Id, cancellationToken);
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await (incoming.IsRemoval ? RemoveAsync(incoming, cancellationToken) : StoreAsync(incoming, cancellationToken));
                }
                catch (ClusterException conflict) when (conflict.Reason == FailureReason.Conflict && attempt < Attempts)
                {
                    LogDecidedAnew(incoming.Stamp.Id, attempt);
                }
            }
        }
        catch (ClusterException failure)
        {
            LogUnavailable(incoming.Stamp.Id, failure.Reason, failure.Message);
            metrics.Unavailable();
            span?.Reason(failure.Reason);
            throw new IntakeUnavailableException($"The cluster cannot be written now: {failure.Message}", failure);
        }
    }

    private async Task<IntakeAnswer> StoreAsync(VerifiedIntent incoming, CancellationToken cancellationToken)
    {
        var there = store.Find(incoming.Stamp.Id);
        var verdict = await decision.OfIntentAsync(incoming, there, cancellationToken);
        if (verdict.Outcome != AckOutcome.Stored) return Answer(incoming, verdict);
        await store.StoreAsync(incoming, there, cancellationToken);
        dependencies.Note(incoming.Stamp.Id, incoming.Intent.DependsOn);
        return Answer(incoming, verdict);
    }

    private async Task<IntakeAnswer> RemoveAsync(VerifiedIntent removal, CancellationToken cancellationToken)
    {
        var there = store.Find(removal.Stamp.Id);
        var verdict = decision.OfRemoval(removal, there);
        // A removal that is over is recorded once more when nothing is held: whoever asks again has not heard that it is done.
        var again = verdict.Outcome == AckOutcome.Unchanged && there is null;
        if (verdict.Outcome == AckOutcome.Stored || again) await store.RecordRemovalAsync(removal, there, cancellationToken);
        return Answer(removal, verdict);
    }

    private static IntakeAnswer Refuse(Verification verification, IReadOnlyList<RefusalReason> reasons) =>
        new(verification.Id, verification.Generation, AckOutcome.Refused, reasons, verification.Hash);

    private static IntakeAnswer Answer(VerifiedIntent incoming, IntakeVerdict verdict) =>
        new(incoming.Stamp.Id, incoming.Stamp.Generation, verdict.Outcome, verdict.Reasons, incoming.Stamp.Hash, verdict.Newest);

    private static readonly RefusalReason _wrongDoor = new(
        FailureReason.SchemaInvalid, "kind", "a removal is sent as a removal and an intent as an intent");
}
