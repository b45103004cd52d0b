using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.History.Recording;

namespace Pdp.History.Invariants;

/// <summary>
/// Acknowledged means durable: what an agent says it stored (or had stored) was in the journal before, and stays there until a newer
/// generation or a removal takes its place. A generation leaves the journal only after its removal. All this ends where somebody edits the
/// resource by hand, until the agent writes it again.
/// </summary>
internal sealed class AcknowledgedByAgentSurvives : IInvariant
{
    public string Name => "what the agent acknowledged survives";

    public IEnumerable<Violation> Check(PlaneHistory history)
    {
        var journal = new Dictionary<string, HistoryRecord>();
        var removed = new Dictionary<string, long>();
        var edited = new HashSet<string>();
        var acknowledged = new Latest();
        foreach (var record in history.Records)
        {
            switch (record.Event)
            {
                case IntentStored or RemovalStored:
                    var intent = ((IAboutIntent)record.Event).Intent;
                    edited.Remove(intent);
                    journal[intent] = record;
                    if (record.Event is RemovalStored removal) removed[intent] = removal.Generation;
                    break;
                case JournalEdited by:
                    edited.Add(by.Intent);
                    journal.Remove(by.Intent);
                    acknowledged.Forget(by.Intent);
                    break;
                case AckSent { Outcome: AckOutcome.Stored or AckOutcome.Unchanged } ack:
                    if (!edited.Contains(ack.Intent) && GenerationIn(journal, ack.Intent) < ack.Generation)
                        yield return new Violation(
                            Name, $"generation {ack.Generation} of {ack.Intent} was acknowledged before it was in the journal", [record]);
                    acknowledged.Add(ack.Intent, ack.Generation, record);
                    break;
                case IntentGone gone when !edited.Contains(gone.Intent):
                    // A generation that was removed already and whose write landed after that is taken away again.
                    if (journal.GetValueOrDefault(gone.Intent) is { Event: IntentStored last } stored
                        && last.Generation > removed.GetValueOrDefault(gone.Intent))
                        yield return new Violation(Name, $"{gone.Intent} left the journal without a removal", [stored, record]);
                    break;
                case JournalHolds holds:
                    foreach (var violation in Lost(acknowledged, removed, holds, record)) yield return violation;
                    break;
            }
        }
    }

    private IEnumerable<Violation> Lost(
        Latest acknowledged, Dictionary<string, long> removed, JournalHolds holds, HistoryRecord snapshot)
    {
        var held = holds.Intents.ToDictionary(intent => intent.Intent);
        foreach (var (intent, generation, record) in acknowledged.AsOf(holds.AsOf))
        {
            // What was removed may be gone when the reading began, whatever came in its place meanwhile.
            if (removed.GetValueOrDefault(intent) >= generation) continue;
            var there = held.GetValueOrDefault(intent)?.Generation ?? 0;
            if (there >= generation) continue;
            var holdsNow = there == 0 ? "nothing of it" : $"generation {there}";
            yield return new Violation(
                Name, $"generation {generation} of {intent} was acknowledged, but the journal holds {holdsNow}", [record, snapshot]);
        }
    }

    private static long GenerationIn(Dictionary<string, HistoryRecord> journal, string intent) =>
        journal.GetValueOrDefault(intent)?.Event switch
        {
            IntentStored stored => stored.Generation,
            RemovalStored removal => removal.Generation,
            _ => 0,
        };
}
