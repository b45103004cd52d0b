using Pdp.History.Invariants;
using Pdp.History.Recording;

namespace Pdp.History.Checking;

/// <summary>Holds histories to every rule.</summary>
public static class HistoryChecker
{
    /// <summary>Every rule there is.</summary>
    public static IReadOnlyList<IInvariant> Invariants { get; } =
    [
        new AppliedInTheEnd(),
        new JournaledFirst(),
        new NoChangeWithoutCause(),
        new JobsRunOnce(),
        new NoOlderInJournal(),
        new NoOlderInCluster(),
        new AcknowledgedByStubSurvives(),
        new AcknowledgedByAgentSurvives(),
        new QueuesBounded(),
        new StatusReachesStub(),
        new StatusIsTrue(),
        new OneWriter(),
    ];

    /// <summary>Judges a history.</summary>
    /// <param name="records">All records of one plane, in order.</param>
    /// <returns>Every violation; empty when all rules hold.</returns>
    public static IReadOnlyList<Violation> Check(IReadOnlyList<HistoryRecord> records)
    {
        var history = new PlaneHistory(records);
        return [.. Invariants.SelectMany(invariant => invariant.Check(history))];
    }
}
