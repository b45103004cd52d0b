using Pdp.History.Events;
using Pdp.History.Invariants;
using Pdp.History.Tests.Support;

namespace Pdp.History.Tests.Invariants;

public sealed class OneWriterTests
{
    [Fact]
    public void Terms_that_follow_one_another_are_well() =>
        Assert.Null(Two().Then(Write("a", 1), "agent-a/1").Then(Write("a", 2), "agent-b/1").Breaks<OneWriter>());

    [Fact]
    public void A_late_write_is_found() => Assert.Contains(
        "term 1 landed on a after one of term 2", Two().Then(Write("a", 2), "agent-b/1").Then(Write("a", 1), "agent-a/1")
            .Breaks<OneWriter>());

    [Fact]
    public void A_late_write_after_a_claim_is_found() =>
        Assert.NotNull(Two().Then(new IntentClaimed("a", 2), "agent-b/1").Then(Write("a", 1), "agent-a/1").Breaks<OneWriter>());

    [Fact]
    public void A_late_write_after_a_document_was_only_taken_in_is_well() =>
        Assert.Null(Two().Then(new IntentStored("a", 2, Term: 2), "agent-b/1").Then(new ObjectDeleted("o", "a", Term: 1), "agent-a/1").Breaks<OneWriter>());

    [Fact]
    public void Into_the_journal_it_is_found() => Assert.NotNull(
        Two().Then(new IntentStored("a", 2, Term: 2), "agent-b/1").Then(new RemovalStored("a", 3, Term: 1), "agent-a/1").Breaks<OneWriter>());

    [Fact]
    public void A_late_write_after_a_status_is_found() => Assert.NotNull(
        Two().Then(new IntentStored("a", 2, Term: 2), "agent-b/1").Then(new StatusWritten("a", new StatusFacts("Waiting", 2, 0, 0), Term: 2), "agent-b/1")
            .Then(new ObjectDeleted("o", "a", Term: 1), "agent-a/1").Breaks<OneWriter>());

    [Fact]
    public void A_late_write_that_changes_nothing_is_well() => Assert.Null(
        Two().Then(Write("a", 2), "agent-b/1").Then(new ObjectWritten("o", "a", "c", Term: 1, Changed: false), "agent-a/1")
            .Breaks<OneWriter>());

    [Fact]
    public void A_late_write_on_an_intent_nobody_came_to_yet_is_well() =>
        Assert.Null(Two().Then(Write("a", 2), "agent-b/1").Then(Write("b", 1), "agent-a/1").Breaks<OneWriter>());

    [Fact]
    public void A_create_that_was_under_way_when_the_intent_was_claimed_may_land() => Assert.Null(
        Two().Then(new IntentClaimed("a", 2), "agent-b/1").Then(Create("a", sent: 2), "agent-a/1").Then(Write("a", 2), "agent-b/1")
            .Breaks<OneWriter>());

    [Fact]
    public void One_that_was_sent_after_the_claim_is_found() =>
        Assert.NotNull(Two().Then(new IntentClaimed("a", 2), "agent-b/1").Then(Create("a", sent: 3), "agent-a/1").Breaks<OneWriter>());

    [Fact]
    public void A_write_whose_term_is_unknown_is_not_judged() =>
        Assert.Null(Two().Then(Write("a", 2), "agent-b/1").Then(Write("a", 0), "agent-a/1").Breaks<OneWriter>());

    [Fact]
    public void A_write_in_another_ones_term_is_found() =>
        Assert.Contains("agent-a wrote in term 2, which is agent-b's", Two().Then(Write("a", 2), "agent-a/1").Breaks<OneWriter>());

    [Fact]
    public void One_that_was_restarted_goes_on_with_its_term() => Assert.Null(
        Tale.Of().Then(new LeaseTaken(1), "agent-a/1").Then(new LeaseTaken(1), "agent-a/2").Then(Write("a", 1), "agent-a/2")
            .Breaks<OneWriter>());

    [Fact]
    public void A_term_with_two_holders_is_found() =>
        Assert.NotNull(Tale.Of().Then(new LeaseTaken(1), "agent-a").Then(new LeaseTaken(1), "agent-b").Breaks<OneWriter>());

    [Fact]
    public void A_term_that_falls_is_found() => Assert.NotNull(Two().Then(new LeaseTaken(1), "agent-a").Breaks<OneWriter>());

    private static Tale Two() => new Tale().Then(new LeaseTaken(1), "agent-a/1").Then(new LeaseTaken(2), "agent-b/1");

    private static ObjectWritten Create(string intent, long sent) => new("p", intent, "c", Term: 1, CreateSent: sent);

    private static ObjectWritten Write(string intent, long term) => new("o", intent, $"c{term}", Term: term);
}
