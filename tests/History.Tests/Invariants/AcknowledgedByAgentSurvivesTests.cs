using Pdp.History.Events;
using Pdp.History.Invariants;
using Pdp.History.Tests.Support;

namespace Pdp.History.Tests.Invariants;

public sealed class AcknowledgedByAgentSurvivesTests
{
    private static readonly HistoryEvent _stored = new IntentStored("a", 2);
    private static readonly HistoryEvent _ack = new AckSent("a", 2, AckOutcome.Stored);

    [Fact]
    public void An_answer_after_the_write_is_well() =>
        Assert.Null(Tale.Of(_stored, _ack, Holds(2, 2)).Breaks<AcknowledgedByAgentSurvives>());

    [Fact]
    public void An_answer_before_the_write_is_found() =>
        Assert.Contains("before it was in the journal", Tale.Of(_ack, _stored).Breaks<AcknowledgedByAgentSurvives>());

    [Fact]
    public void A_refusal_needs_no_write() =>
        Assert.Null(Tale.Of(new AckSent("a", 2, AckOutcome.Refused), new AckSent("b", 2, AckOutcome.Stale))
            .Breaks<AcknowledgedByAgentSurvives>());

    [Fact]
    public void What_the_journal_lost_is_found() =>
        Assert.Contains("holds nothing of it", Tale.Of(_stored, _ack, new JournalHolds(2, [])).Breaks<AcknowledgedByAgentSurvives>());

    [Fact]
    public void A_journal_that_went_back_is_found() =>
        Assert.Contains("holds generation 1", Tale.Of(_stored, _ack, Holds(2, 1)).Breaks<AcknowledgedByAgentSurvives>());

    [Fact]
    public void What_was_acknowledged_while_the_journal_was_read_may_be_missing_in_it() =>
        Assert.Null(Tale.Of(_stored, _ack, new JournalHolds(1, [])).Breaks<AcknowledgedByAgentSurvives>());

    [Fact]
    public void A_removed_intent_may_leave() => Assert.Null(
        Tale.Of(_stored, _ack, new RemovalStored("a", 3), new IntentGone("a"), new AckSent("a", 3, AckOutcome.Stored), new JournalHolds(5, []))
            .Breaks<AcknowledgedByAgentSurvives>());

    [Fact]
    public void A_removed_intent_may_come_back_while_the_journal_is_read() => Assert.Null(
        Tale.Of(_stored, new RemovalStored("a", 3), new AckSent("a", 3, AckOutcome.Stored), new IntentStored("a", 4), Holds(3, 2))
            .Breaks<AcknowledgedByAgentSurvives>());

    [Fact]
    public void What_came_back_after_its_removal_must_not_be_lost() => Assert.NotNull(
        Tale.Of(_stored, new RemovalStored("a", 3), new IntentStored("a", 4), new AckSent("a", 4, AckOutcome.Stored), Holds(4, 2))
            .Breaks<AcknowledgedByAgentSurvives>());

    [Fact]
    public void A_removed_generation_whose_write_landed_late_may_leave_again() => Assert.Null(
        Tale.Of(_stored, new RemovalStored("a", 3), new IntentGone("a"), _stored, new IntentGone("a")).Breaks<AcknowledgedByAgentSurvives>());

    [Fact]
    public void An_intent_that_leaves_without_a_removal_is_found() =>
        Assert.Contains("without a removal", Tale.Of(_stored, new IntentGone("a")).Breaks<AcknowledgedByAgentSurvives>());

    [Fact]
    public void So_is_one_that_leaves_after_its_removal_was_taken_back() => Assert.Contains(
        "without a removal",
        Tale.Of(_stored, new RemovalStored("a", 3), new IntentStored("a", 4), new IntentGone("a")).Breaks<AcknowledgedByAgentSurvives>());

    [Fact]
    public void A_hand_may_take_it_away() => Assert.Null(
        Tale.Of(_stored, _ack, new JournalEdited("a"), new IntentGone("a"), new JournalHolds(4, [])).Breaks<AcknowledgedByAgentSurvives>());

    private static JournalHolds Holds(long asOf, long generation) => new(asOf, [new HeldByJournal("a", generation, "", false, null)]);
}
