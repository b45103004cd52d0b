using Pdp.History.Events;
using Pdp.History.Invariants;
using Pdp.History.Tests.Support;

namespace Pdp.History.Tests.Invariants;

public sealed class JournaledFirstTests
{
    private static readonly HistoryEvent _stored = new IntentStored("a", 1, Mark: "m1");
    private static readonly HistoryEvent _written = new ObjectWritten("o", "a", "c1", "m1");

    [Fact]
    public void Stored_then_written_is_well() => Assert.Null(Tale.Of(_stored, _written).Breaks<JournaledFirst>());

    [Fact]
    public void Written_before_it_was_stored_is_found() =>
        Assert.Contains("never held", Tale.Of(_written, _stored).Breaks<JournaledFirst>());

    [Fact]
    public void What_another_intent_held_does_not_count() =>
        Assert.NotNull(Tale.Of(_stored, new ObjectWritten("o", "b", "c1", "m1")).Breaks<JournaledFirst>());

    [Fact]
    public void An_intent_put_there_by_hand_is_not_judged() =>
        Assert.Null(Tale.Of(_stored, new JournalEdited("a"), new ObjectWritten("o", "a", "c2", "m2")).Breaks<JournaledFirst>());

    [Fact]
    public void A_history_without_marks_is_not_judged() =>
        Assert.Null(Tale.Of(new IntentStored("a", 1), _written).Breaks<JournaledFirst>());
}
