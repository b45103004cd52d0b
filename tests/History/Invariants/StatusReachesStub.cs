using Pdp.History.Checking;
using Pdp.History.Events;

namespace Pdp.History.Invariants;

/// <summary>
/// Once all has settled, the control plane believes of every intent what the journal says, and nothing of one the journal does not hold.
/// What the plane holds besides, made by hand or for another control plane, is not judged.
/// </summary>
internal sealed class StatusReachesStub : IInvariant
{
    public string Name => "status converges at the control plane";

    public IEnumerable<Violation> Check(PlaneHistory history)
    {
        if (history is not { Stub: { } stub, Journal: { } journal }) yield break;
        var held = journal.Holds.Intents.ToDictionary(intent => intent.Intent);
        foreach (var known in stub.Holds.Intents)
        {
            if (Wrong(known, held.GetValueOrDefault(known.Intent)) is { } wrong)
                yield return new Violation(Name, $"{known.Intent}: {wrong}", [journal.Record, stub.Record]);
        }
    }

    private static string? Wrong(HeldByStub known, HeldByJournal? held) => (known.Status, held?.Status) switch
    {
        var (believed, truth) when believed == truth => null,
        ({ } believed, null) when held is null => $"the control plane believes {believed}, but the plane does not hold the intent",
        var (believed, truth) => $"the control plane believes {Say(believed)}, but the plane says {Say(truth)}",
    };

    private static string Say(StatusFacts? status) => status?.ToString() ?? "nothing";
}
