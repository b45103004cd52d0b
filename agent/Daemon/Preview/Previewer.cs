using Pdp.Core.Plan;
using Pdp.Core.Policy;
using Pdp.Core.Ports;
using Pdp.Daemon.Documents;
using Pdp.Daemon.Intake;
using Pdp.Daemon.Preview.Documents;
using Pdp.Daemon.Preview.Versions;
using Pdp.Daemon.Reconcile;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Preview;

/// <summary>
/// Says what the agent would do with documents: decided by its door, planned by its reconciler, and asked of the API server by dry run.
/// </summary>
internal sealed class Previewer(
    IntakeDecision door, PlannedIntents intents, HeldDocuments documents, DependencyIndex dependencies, Foresight foresight, StepPreview steps,
    VersionCandidates versions, VersionPreview routing)
{
    /// <summary>Looks at documents together.</summary>
    /// <exception cref="ClusterException">The cluster cannot be asked.</exception>
    public async Task<IReadOnlyList<IntentPreview>> LookAsync(IReadOnlyList<PlanInput> inputs, CancellationToken cancellationToken)
    {
        foreach (var intent in inputs.Select(input => input.Verification.Verified).OfType<VerifiedIntent>().Where(i => !i.IsRemoval))
        {
            intents.Plan(intent);
            documents.Plan(intent);
            dependencies.Note(intent.Stamp.Id, intent.Intent.DependsOn);
        }
        var previews = new List<IntentPreview>();
        foreach (var input in inputs) previews.Add(await LookAsync(input, cancellationToken));
        return await routing.AddAsync(previews, cancellationToken);
    }

    private async Task<IntentPreview> LookAsync(PlanInput input, CancellationToken cancellationToken)
    {
        var verification = input.Verification;
        var preview = new IntentPreview
        {
            Source = input.Source,
            Origin = input.Origin,
            Id = verification.Id,
            Generation = verification.Generation,
            Decision = PreviewDecision.Refused,
            Reasons = verification.Reasons,
        };
        if (verification.Verified is not { } verified) return preview;
        preview = preview with { Place = Place.Of(verified.Intent.Metadata).ToString() };
        var there = intents.Held(verified.Stamp.Id);
        // No door stands before what the customer writes in the cluster.
        if (LocalIntents.IsLocal(verified.Stamp.Id))
            return await LookAsync(preview with { Id = verified.Stamp.Id }, verified, PlannedIntents.Of(verified, there), cancellationToken);
        var verdict = verified.IsRemoval ? door.OfRemoval(verified, there) : await door.OfIntentAsync(verified, there, cancellationToken);
        return verdict.Outcome switch
        {
            AckOutcome.Refused => preview with { Reasons = verdict.Reasons },
            AckOutcome.Stale => preview with { Reasons = [Stale(verdict)] },
            _ => await LookAsync(preview, verified, PlannedIntents.Of(verified, there), cancellationToken),
        };
    }

    private async Task<IntentPreview> LookAsync(
        IntentPreview preview, VerifiedIntent verified, StoredIntent stored, CancellationToken cancellationToken)
    {
        var document = verified.IsRemoval ? new ReadDocument(null, verified, []) : new ReadDocument(verified, null, []);
        var work = await foresight.LookAsync(stored, document, cancellationToken);
        if (work.Target.Blocker is { } blocker)
        {
            var decision = blocker.Phase == IntentPhase.Waiting ? PreviewDecision.Waiting : PreviewDecision.Refused;
            return preview with { Decision = decision, Reasons = blocker.Reasons };
        }
        var objects = await steps.LookAsync(work, cancellationToken);
        RefusalReason[] refusals =
        [
            .. objects.Where(o => o.Action == PlanAction.Refuse)
                .Select(o => new RefusalReason(FailureReason.ObjectInvalid, o.Key.ToString(), o.Message)),
        ];
        return preview with
        {
            Decision = refusals.Length > 0 ? PreviewDecision.Refused : PreviewDecision.Allowed,
            Reasons = refusals,
            Objects = objects,
            Note = NoteOn(work.Target, stored.Generation),
            Tests = refusals.Length == 0 ? TestPreview.Of(work.Target) : [],
            Version = refusals.Length == 0 ? await versions.OfAsync(stored.Id, work.Target, cancellationToken) : null,
        };
    }

    private static string NoteOn(Target target, long generation) => target.Choice switch
    {
        _ when target.HeldBack is { } held => string.Join("; ", held.Reasons),
        { IsLastGood: true, Generation: 0 } => $"generation {generation} failed before and is not tried again; nothing is kept that could run instead",
        { IsLastGood: true, Generation: var kept } => $"generation {generation} failed before and is not tried again; generation {kept} runs instead",
        _ => TestPreview.StepsOf(target.Stage),
    };

    private static RefusalReason Stale(IntakeVerdict verdict) => new(
        FailureReason.GenerationStale, "metadata.generation", $"must be above {verdict.Newest}, the newest that is known");
}
