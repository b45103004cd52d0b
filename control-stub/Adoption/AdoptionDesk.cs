using Pdp.ControlStub.Events;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Adoption;

/// <summary>
/// Carries out what an operator decided about intents that a plane holds and this control plane does not know, or knows only older: they
/// become its own as they are, at their generation and with the bytes that were signed, or they are removed.
/// </summary>
internal sealed class AdoptionDesk(IControlStore store, IntentDesk desk, TimeProvider time)
{
    private readonly HeldDocuments _documents = new(store.Keys, time);

    /// <summary>Notes a decision about all that a plane holds, or about some of it. It is carried out as soon as the plane is connected.</summary>
    /// <param name="caller">Who decides.</param>
    /// <param name="plane">The plane.</param>
    /// <param name="ids">Only these; null for all.</param>
    /// <param name="removeUnknown">Remove those that are not known here, instead of adopting them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was decided, ordered by id.</returns>
    public async Task<IReadOnlyList<HeldDecision>> DecideAsync(
        Caller caller, string plane, IReadOnlyCollection<string>? ids, bool removeUnknown, CancellationToken cancellationToken)
    {
        var held = ids is null ? await AllAsync(plane, cancellationToken) : await store.Held.FindAsync(plane, ids, cancellationToken);
        var decisions = held
            .Select(h => new HeldDecision(h.Stamp.Id, removeUnknown && h.KnownGeneration == 0 ? HeldWish.Remove : HeldWish.Adopt)).ToList();
        var removals = decisions.Count(d => d.Wish == HeldWish.Remove);
        if (decisions.Count > 0)
            await store.Held.DecideAsync(
                plane, decisions, OperatorHappenings.AdoptionDecided(plane, decisions.Count - removals, removals, time.GetUtcNow()).By(caller), cancellationToken);
        return decisions;
    }

    /// <summary>Carries a decision out with the document that the plane handed over.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="held">What it holds, and what shall be done.</param>
    /// <param name="jws">The document; believed only if a key of this control plane, or a former one, signed it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when it is done; otherwise why not.</returns>
    public async Task<string?> CarryOutAsync(string plane, HeldRecord held, string jws, CancellationToken cancellationToken)
    {
        var (document, failure) = await _documents.ReadAsync(plane, held.Stamp, jws, cancellationToken);
        if (document is null)
            return failure;
        var answer = await desk.AdoptAsync(document, held.Wish == HeldWish.Remove, cancellationToken);
        return answer.Outcome switch
        {
            DeskOutcome.Done => null,
            DeskOutcome.Full => "the plane holds as many intents as it may",
            _ => "the intent was changed here meanwhile; decide again",
        };
    }

    private async Task<IReadOnlyList<HeldRecord>> AllAsync(string plane, CancellationToken cancellationToken)
    {
        const int pageSize = 1000;
        var all = new List<HeldRecord>();
        for (string? after = null; ;)
        {
            var page = await store.Held.ListAsync(plane, after, pageSize, cancellationToken);
            all.AddRange(page.Items);
            if ((after = page.Next) is null)
                return all;
        }
    }
}
