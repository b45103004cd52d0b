using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.History.Recording;

namespace Pdp.History.Invariants;

/// <summary>
/// What the control plane told an operator it accepted, and the answers of agents it kept, stand in every later reading of its store,
/// or something newer does. One number is given to one content only. What was removed may be forgotten altogether.
/// </summary>
internal sealed class AcknowledgedByStubSurvives : IInvariant
{
    public string Name => "what the control plane acknowledged survives";

    public IEnumerable<Violation> Check(PlaneHistory history)
    {
        var accepted = new Latest();
        var kept = new Latest();
        foreach (var record in history.Records)
        {
            switch (record.Event)
            {
                case IntentAccepted yes:
                    var earlier = accepted.Find(yes.Intent, yes.Generation);
                    if (earlier is { Event: IntentAccepted before } && Differ(before.Hash, yes.Hash))
                        yield return new Violation(
                            Name, $"generation {yes.Generation} of {yes.Intent} was accepted with two contents", [earlier, record]);
                    accepted.Add(yes.Intent, yes.Generation, record);
                    break;
                case RemovalAccepted yes:
                    accepted.Add(yes.Intent, yes.Generation, record);
                    break;
                case AckKept ack:
                    kept.Add(ack.Intent, ack.Generation, record);
                    break;
                case StubHolds holds:
                    foreach (var violation in Lost(accepted, kept, holds, record)) yield return violation;
                    break;
            }
        }
    }

    private IEnumerable<Violation> Lost(Latest accepted, Latest kept, StubHolds holds, HistoryRecord snapshot)
    {
        var held = holds.Intents.ToDictionary(intent => intent.Intent);
        foreach (var (intent, generation, record) in accepted.AsOf(holds.AsOf))
        {
            var there = held.GetValueOrDefault(intent);
            var wrong = (there, record.Event) switch
            {
                (null, RemovalAccepted) => null,
                (null, _) => "knows nothing of it",
                _ when there.Generation < generation => $"holds generation {there.Generation}",
                (_, IntentAccepted yes) when there.Generation == generation && Differ(there.Hash, yes.Hash) =>
                    "holds other content under this number",
                _ => null,
            };
            if (wrong is not null)
                yield return new Violation(
                    Name, $"generation {generation} of {intent} was accepted, but the store {wrong}", [record, snapshot]);
        }

        foreach (var (intent, generation, record) in kept.AsOf(holds.AsOf))
        {
            if (held.TryGetValue(intent, out var there) && there.AckGeneration < generation)
                yield return new Violation(
                    Name,
                    $"the answer to generation {generation} of {intent} was kept, but the store has only that to {there.AckGeneration}",
                    [record, snapshot]);
        }
    }

    private static bool Differ(string one, string other) => one.Length > 0 && other.Length > 0 && one != other;
}
