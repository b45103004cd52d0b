using System.Text.Json.Nodes;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Tracing;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Intents;

/// <summary>
/// Where wishes become signed intents. Reads what is there, decides, signs, stores, and begins again if somebody was faster. Whoever
/// delivers hears of it from the store.
/// </summary>
internal sealed class IntentDesk(IControlStore store, Func<IntentSigner> signer, TimeProvider time, Func<double> chance)
{
    /// <summary>Tries before a wish is given back to its author.</summary>
    private const int Tries = 8;

    private readonly EnvironmentGuard _guard = new(store);

    /// <summary>Puts any number of intents together with the documents they came from, all or nothing.</summary>
    /// <param name="caller">Who wants them.</param>
    /// <param name="plane">The plane.</param>
    /// <param name="drafts">The intents wanted.</param>
    /// <param name="alongside">What is kept with them.</param>
    /// <param name="based">The generation a single intent must be at; null when any will do.</param>
    /// <param name="dryRun">Change nothing, only say what would be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<DeskAnswer> PutAsync(
        Caller caller,
        string plane,
        IReadOnlyList<IntentDraft> drafts,
        Alongside alongside,
        long? based,
        bool dryRun,
        CancellationToken cancellationToken)
    {
        using var span = ControlTraces.Begin("put", plane);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var current = await CurrentAsync(plane, drafts.Select(d => d.Id), cancellationToken);
            if (IntentRights.Refusal(caller, drafts, current) is { } refusal)
                return refusal;
            if (!alongside.IsPromotion && await _guard.RefusalAsync(caller, plane, drafts, current, cancellationToken) is { } guarded)
                return guarded;
            if (based is { } generation && drafts.Any(d => (current.Of(d.Id)?.Intent.Generation ?? 0) != generation))
                return DeskAnswer.Failed(DeskOutcome.Outdated);
            var intents = drafts.Select(d => Decide(plane, d, current)).ToList();
            if (dryRun)
                return new DeskAnswer(DeskOutcome.Done, intents);
            var outcome = await CommitAsync(caller, plane, intents, current, alongside, [], cancellationToken);
            if (outcome != CommitOutcome.Conflict)
                return Answer(outcome, intents);
            await StepAsideAsync(attempt, cancellationToken);
        }

        return DeskAnswer.Failed(DeskOutcome.Contended);
    }

    /// <summary>Asks for an intent to be pruned and forgotten, together with the binding it was compiled from.</summary>
    public async Task<DeskAnswer> RemoveAsync(Caller caller, string plane, string id, bool deleteVolumes, CancellationToken cancellationToken)
    {
        using var span = ControlTraces.Begin("remove", plane);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var current = await CurrentAsync(plane, [id], cancellationToken);
            if (current.Of(id)?.Intent is not { } intent)
                return DeskAnswer.Failed(DeskOutcome.NoIntent);
            if (IntentRights.Refusal(caller, intent.Owner) is { } refusal)
                return refusal;
            var removal = Removals.Of(intent, deleteVolumes);
            var decided = Decide(plane, removal, current);
            var dropped = SourceName.BindingOf(plane, intent.Source) is { } key ? new[] { key } : [];
            var outcome = await CommitAsync(caller, plane, [decided], current, Alongside.Nothing, dropped, cancellationToken);
            if (outcome != CommitOutcome.Conflict)
                return Answer(outcome, [decided]);
            await StepAsideAsync(attempt, cancellationToken);
        }

        return DeskAnswer.Failed(DeskOutcome.Contended);
    }

    /// <summary>Puts an intent into another state; all else of it stays.</summary>
    public Task<DeskAnswer> SetStateAsync(
        Caller caller, string plane, string id, ComponentState state, bool deleteVolumes, CancellationToken cancellationToken) =>
        RedraftAsync(caller, plane, id, draft => IntentDrafts.WithState(draft, plane, state, deleteVolumes), cancellationToken);

    /// <summary>Changes something in the spec of an intent; all else of it stays. Without effect nothing is put.</summary>
    public Task<DeskAnswer> AmendAsync(Caller caller, string plane, string id, Action<JsonObject> change, CancellationToken cancellationToken) =>
        RedraftAsync(caller, plane, id, draft => IntentDrafts.WithSpec(draft, plane, change), cancellationToken);

    private async Task<DeskAnswer> RedraftAsync(
        Caller caller, string plane, string id, Func<IntentDraft, DraftReading> redraft, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await store.Intents.FindAsync(plane, id, cancellationToken) is not { Removed: false } intent)
                return DeskAnswer.Failed(DeskOutcome.NoIntent);
            if (IntentRights.Refusal(caller, intent.Owner) is { } refusal)
                return refusal;
            var wanted = redraft(StoredDocument.Draft(intent));
            if (wanted.Draft is not { } draft)
                return new DeskAnswer(DeskOutcome.Invalid, [], wanted.Errors);
            var answer = await PutAsync(caller, plane, [draft], Alongside.Same, intent.Generation, dryRun: false, cancellationToken);
            if (answer.Outcome != DeskOutcome.Outdated)
                return answer;
            await StepAsideAsync(attempt, cancellationToken);
        }

        return DeskAnswer.Failed(DeskOutcome.Contended);
    }

    /// <summary>Gives an intent a new generation with the same content, so that a plane that refused it or rolled it back tries again.</summary>
    public async Task<DeskAnswer> RetryAsync(Caller caller, string plane, string id, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var current = await CurrentAsync(plane, [id], cancellationToken);
            if (current.Of(id)?.Intent is not { Removed: false } intent)
                return DeskAnswer.Failed(DeskOutcome.NoIntent);
            if (IntentRights.Refusal(caller, intent.Owner) is { } refusal)
                return refusal;
            var again = Sign(plane, StoredDocument.Draft(intent), current, PutResult.Changed);
            var outcome = await CommitAsync(caller, plane, [again], current, Alongside.Nothing, [], cancellationToken);
            if (outcome != CommitOutcome.Conflict)
                return Answer(outcome, [again]);
            await StepAsideAsync(attempt, cancellationToken);
        }

        return DeskAnswer.Failed(DeskOutcome.Contended);
    }

    /// <summary>Takes over an intent that a plane holds, as it was signed; or has it removed.</summary>
    public async Task<DeskAnswer> AdoptAsync(IntentRecord document, bool remove, CancellationToken cancellationToken)
    {
        var (plane, id) = (document.Plane, document.Id);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var current = await CurrentAsync(plane, [id], cancellationToken);
            var before = current.Of(id)?.Intent;
            if (before is not null && (before.Generation > document.Generation || before.Hash == document.Hash))
                return DeskAnswer.Failed(DeskOutcome.Outdated);
            var known = before is null ? document : document with { Source = before.Source, CreatedAt = before.CreatedAt };
            var adopted = remove ? Removed(known, current) : new PutIntent(known, PutResult.Adopted);
            var outcome = await CommitAsync(Caller.ControlPlane, plane, [adopted], current, Alongside.Nothing, [], cancellationToken);
            if (outcome != CommitOutcome.Conflict)
                return Answer(outcome, [adopted]);
            await StepAsideAsync(attempt, cancellationToken);
        }

        return DeskAnswer.Failed(DeskOutcome.Contended);
    }

    private PutIntent Removed(IntentRecord document, CurrentIntents current)
    {
        var removal = Sign(document.Plane, Removals.Of(document, deleteVolumes: false), current, PutResult.Removed);
        return removal with { Intent = removal.Intent with { Kind = document.Kind } };
    }

    private async Task<CurrentIntents> CurrentAsync(string plane, IEnumerable<string> ids, CancellationToken cancellationToken) =>
        new(
            await store.Intents.ViewAsync(plane, [.. ids], cancellationToken),
            await store.Held.FindAsync(plane, [.. ids], cancellationToken),
            await store.Intents.GenerationFloorAsync(plane, cancellationToken));

    private PutIntent Decide(string plane, IntentDraft draft, CurrentIntents current)
    {
        var before = current.Of(draft.Id)?.Intent;
        var removed = draft.Kind == IntentKinds.Removal;
        if (before is not null && before.Removed == removed && before.ContentHash == draft.ContentHash && !current.IsBehind(draft.Id))
            return new PutIntent(before, PutResult.Unchanged);
        return Sign(plane, draft, current, removed ? PutResult.Removed : before is { Removed: false } ? PutResult.Changed : PutResult.Created);
    }

    private PutIntent Sign(string plane, IntentDraft draft, CurrentIntents current, PutResult result)
    {
        var now = time.GetUtcNow();
        var before = current.Of(draft.Id)?.Intent;
        var generation = current.NextGeneration(draft.Id);
        var bytes = draft.ToBytes(generation);
        var removed = result == PutResult.Removed;
        return new PutIntent(
            new IntentRecord
            {
                Plane = plane,
                Id = draft.Id,
                Generation = generation,
                Hash = IntentDigest.OfPayload(bytes),
                ContentHash = draft.ContentHash,
                Jws = signer().Sign(bytes),
                Kind = removed ? before?.Kind ?? draft.Kind : draft.Kind,
                Removed = removed,
                State = draft.State,
                Owner = draft.Owner,
                Source = draft.Source,
                Trace = ControlTraces.Here,
                CreatedAt = before?.CreatedAt ?? now,
                UpdatedAt = now,
            },
            result);
    }

    private async Task<CommitOutcome> CommitAsync(
        Caller caller,
        string plane,
        List<PutIntent> intents,
        CurrentIntents current,
        Alongside alongside,
        IReadOnlyList<SourceKey> dropped,
        CancellationToken cancellationToken)
    {
        var changed = intents.Where(i => i.Result != PutResult.Unchanged).ToList();
        var writes = changed.Select(i => new IntentWrite(i.Intent, current.Of(i.Intent.Id)?.Intent.Generation ?? 0)).ToList();
        var events = changed.Select(i => Happenings.IntentPut(i, time.GetUtcNow()).By(caller)).Concat(changed.Count + alongside.Pipelines.Count > 0 ? alongside.Events : []).ToList();
        return await store.Intents.CommitAsync(
            new ChangeSet(plane, writes, alongside.Sources, dropped, events) { Deployments = alongside.Deployments, Pipelines = alongside.Pipelines }, cancellationToken);
    }

    // Those who met over one intent come back one after another.
    private Task StepAsideAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(chance() * 5 * (attempt + 1)), time, cancellationToken);

    private static DeskAnswer Answer(CommitOutcome outcome, IReadOnlyList<PutIntent> intents) => outcome switch
    {
        CommitOutcome.Committed => new DeskAnswer(DeskOutcome.Done, intents),
        CommitOutcome.Full => DeskAnswer.Failed(DeskOutcome.Full),
        _ => DeskAnswer.Failed(DeskOutcome.NoPlane),
    };
}
