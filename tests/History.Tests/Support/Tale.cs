using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.History.Recording;
using Pdp.Testing;

namespace Pdp.History.Tests.Support;

/// <summary>A history told event by event, with the actor each kind of event usually has.</summary>
internal sealed class Tale
{
    private readonly HistoryRecorder _recorder = new(new ManualTimeProvider());

    public IReadOnlyList<HistoryRecord> Records => _recorder.Records();

    public long Now => _recorder.Newest;

    public static Tale Of(params IEnumerable<HistoryEvent> events)
    {
        var tale = new Tale();
        foreach (var happened in events) tale.Then(happened);
        return tale;
    }

    public Tale Then(HistoryEvent happened, string? actor = null)
    {
        _recorder.Record(actor ?? ActorOf(happened), happened);
        return this;
    }

    /// <summary>All has settled, and this is what is held then.</summary>
    public Tale Ends(
        IReadOnlyList<HeldByJournal> journal, IReadOnlyList<HeldByStub>? stub = null, IReadOnlyList<HeldObject>? cluster = null)
    {
        Then(new Settled());
        if (stub is not null) Then(new StubHolds(Now, stub));
        Then(new JournalHolds(Now, journal));
        return cluster is null ? this : Then(new ClusterHolds(Now, cluster));
    }

    /// <summary>What one rule finds.</summary>
    public string? Breaks<T>()
        where T : IInvariant, new()
    {
        var found = new T().Check(new PlaneHistory(Records)).ToList();
        return found.Count == 0 ? null : Assert.Single(found).Message;
    }

    private static string ActorOf(HistoryEvent happened) => happened switch
    {
        ChangeAsked or IntentAccepted or RemovalAccepted => "operator",
        AckKept or StatusKept or StubHolds => "stub/1",
        JournalEdited or ObjectDisturbed => "person",
        IAgentWrite or AckSent or StatusReported or LeaseTaken or LeaseLost => "agent-a/1",
        _ => "world",
    };
}
