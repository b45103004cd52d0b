using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.History.Recording;

namespace Pdp.History.Invariants;

/// <summary>
/// One agent acts at a time: a term of the lease belongs to one agent, terms only rise, and once a later term has claimed an intent or written
/// its status or objects, no write of an earlier term lands on that intent. What a deposed leader had sent may still land on intents its
/// successor has not come to; the claim settles it, but for a create that was under way by then. A document that is stored is taken in before
/// anybody comes to the intent's objects: after it no earlier term writes into the journal, and what was sent for its objects may still land.
/// </summary>
internal sealed class OneWriter : IInvariant
{
    public string Name => "one writer at a time";

    public IEnumerable<Violation> Check(PlaneHistory history)
    {
        var holders = new SortedDictionary<long, HistoryRecord>();
        var written = new Dictionary<string, (long Term, HistoryRecord Record)>();
        var comeTo = new Dictionary<string, (long Term, HistoryRecord Record)>();
        foreach (var record in history.Records)
        {
            switch (record.Event)
            {
                case LeaseTaken taken:
                    if (WrongTaking(holders, taken, record) is { } wrong) yield return wrong;
                    holders.TryAdd(taken.Term, record);
                    break;
                case IAgentWrite { HasEffect: true, Term: > 0 } write:
                    if (holders.TryGetValue(write.Term, out var holder) && holder.Name != record.Name)
                        yield return new Violation(
                            Name, $"{record.Name} wrote in term {write.Term}, which is {holder.Name}'s", [holder, record]);
                    var before = write is ObjectEvent ? comeTo : written;
                    if (before.TryGetValue(write.Intent, out var later) && later.Term > write.Term)
                    {
                        if (!write.WasUnderWay(later.Record))
                            yield return new Violation(
                                Name,
                                $"a write of term {write.Term} landed on {write.Intent} after one of term {later.Term}",
                                [later.Record, record]);
                        break;
                    }
                    if (write.Term >= written.GetValueOrDefault(write.Intent).Term) written[write.Intent] = (write.Term, record);
                    if (write is not (IntentStored or RemovalStored)) comeTo[write.Intent] = (write.Term, record);
                    break;
            }
        }
    }

    // An agent that was restarted may go on with the term it still holds.
    private Violation? WrongTaking(SortedDictionary<long, HistoryRecord> holders, LeaseTaken taken, HistoryRecord record)
    {
        var before = holders.LastOrDefault();
        if (before.Value is null || taken.Term > before.Key || (taken.Term == before.Key && before.Value.Name == record.Name)) return null;
        return new Violation(
            Name, $"{record.Name} took the lease in term {taken.Term} after term {before.Key} had begun", [before.Value, record]);
    }
}
