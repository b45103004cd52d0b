using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.History.Recording;

namespace Pdp.History.Invariants;

/// <summary>
/// The journal never goes back: a generation below the newest stored, or not above a removal, is not stored any more, and one number has
/// one content. Where somebody edited the resource by hand, the journal's memory of the intent begins anew. A resource that was being created
/// when the removal came may appear after it; nothing is done with it, which the rules about the cluster see to.
/// </summary>
internal sealed class NoOlderInJournal : IInvariant
{
    public string Name => "no older generation after a newer one in the journal";

    public IEnumerable<Violation> Check(PlaneHistory history)
    {
        var newest = new Dictionary<string, HistoryRecord>();
        foreach (var record in history.Records)
        {
            switch (record.Event)
            {
                case JournalEdited edited:
                    newest.Remove(edited.Intent);
                    break;
                case IntentStored or RemovalStored:
                    var intent = ((IAboutIntent)record.Event).Intent;
                    if (!newest.TryGetValue(intent, out var before) || Wrong(before.Event, record.Event) is not { } wrong)
                        newest[intent] = record;
                    else if (!((IAgentWrite)record.Event).WasUnderWay(before))
                        yield return new Violation(Name, $"{intent}: {wrong}", [before, record]);
                    break;
            }
        }
    }

    private static string? Wrong(HistoryEvent before, HistoryEvent now)
    {
        var (was, wasRemoval, wasHash) = Read(before);
        var (generation, isRemoval, hash) = Read(now);
        if (generation < was) return $"generation {generation} was stored after {was}";
        if (generation > was) return null;
        if (wasRemoval != isRemoval) return $"generation {generation} was stored as an intent and as a removal";
        return hash.Length > 0 && wasHash.Length > 0 && hash != wasHash ? $"generation {generation} was stored with two contents" : null;
    }

    private static (long Generation, bool IsRemoval, string Hash) Read(HistoryEvent happened) => happened switch
    {
        IntentStored stored => (stored.Generation, false, stored.Hash),
        RemovalStored removal => (removal.Generation, true, ""),
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };
}
