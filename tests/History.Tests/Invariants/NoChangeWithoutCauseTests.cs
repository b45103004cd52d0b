using Pdp.History.Events;
using Pdp.History.Invariants;
using Pdp.History.Tests.Support;

namespace Pdp.History.Tests.Invariants;

public sealed class NoChangeWithoutCauseTests
{
    private static readonly HistoryEvent _stored = new IntentStored("a", 1, Mark: "m1");
    private static readonly HistoryEvent _first = new ObjectWritten("o", "a", "c1", "m1");

    [Fact]
    public void Applying_the_same_again_is_no_change() =>
        Assert.Null(Tale.Of(_stored, _first, new ObjectWritten("o", "a", "c1", "m1", Changed: false)).Breaks<NoChangeWithoutCause>());

    [Fact]
    public void A_change_to_what_was_there_already_is_found() =>
        Assert.Contains("it was so already", Tale.Of(_stored, _first, _first).Breaks<NoChangeWithoutCause>());

    [Fact]
    public void A_change_within_a_generation_is_found() => Assert.Contains(
        "within one generation", Tale.Of(_stored, _first, new ObjectWritten("o", "a", "c2", "m1")).Breaks<NoChangeWithoutCause>());

    public static TheoryData<string> Causes => [.. _causes.Keys];

    private static readonly Dictionary<string, HistoryEvent> _causes = new()
    {
        ["a generation"] = new IntentStored("a", 2, Mark: "m1"),
        ["a rollback"] = new StatusWritten("a", new StatusFacts("RolledBack", 2, 1, 2)),
        ["a secret"] = new SecretRotated("a"),
        ["a removal"] = new RemovalStored("a", 2),
        ["a disturbance"] = new ObjectDisturbed("o", "a"),
        ["a deletion"] = new ObjectDeleted("o", "a"),
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public void A_change_with_a_cause_is_well(string cause) =>
        Assert.Null(Tale.Of(_stored, _first, _causes[cause], new ObjectWritten("o", "a", "c2", "m1")).Breaks<NoChangeWithoutCause>());

    [Fact]
    public void A_cause_of_another_intent_is_none() => Assert.NotNull(
        Tale.Of(_stored, _first, new IntentStored("b", 2), new ObjectWritten("o", "a", "c2", "m1")).Breaks<NoChangeWithoutCause>());

    [Fact]
    public void Another_object_disturbed_is_no_cause() =>
        Assert.NotNull(Tale.Of(_stored, _first, new ObjectDisturbed("p", "a"), _first).Breaks<NoChangeWithoutCause>());

    [Fact]
    public void Going_there_and_back_is_two_changes() => Assert.Null(
        Tale.Of(
            _stored,
            _first,
            new IntentStored("a", 2, Mark: "m2"),
            new ObjectWritten("o", "a", "c2", "m2"),
            new StatusWritten("a", new StatusFacts("RolledBack", 2, 1, 2)),
            _first).Breaks<NoChangeWithoutCause>());

    [Fact]
    public void A_pass_that_began_before_a_generation_came_may_end_after_it() => Assert.Null(
        Tale.Of(_stored, new IntentStored("a", 2, Mark: "m2"), _first, new ObjectWritten("o", "a", "c2", "m2"))
            .Breaks<NoChangeWithoutCause>());
}
