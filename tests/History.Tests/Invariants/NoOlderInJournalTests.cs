using Pdp.History.Events;
using Pdp.History.Invariants;
using Pdp.History.Tests.Support;

namespace Pdp.History.Tests.Invariants;

public sealed class NoOlderInJournalTests
{
    [Fact]
    public void Generations_that_rise_are_well() => Assert.Null(
        Tale.Of(new IntentStored("a", 1), new IntentStored("b", 1), new IntentStored("a", 3), new RemovalStored("a", 4), new IntentStored("a", 5))
            .Breaks<NoOlderInJournal>());

    [Fact]
    public void The_same_generation_may_be_stored_again() =>
        Assert.Null(Tale.Of(new IntentStored("a", 1, "h"), new IntentStored("a", 1, "h")).Breaks<NoOlderInJournal>());

    [Fact]
    public void An_older_generation_is_found() => Assert.Contains(
        "generation 1 was stored after 2", Tale.Of(new IntentStored("a", 2), new IntentStored("a", 1)).Breaks<NoOlderInJournal>());

    [Fact]
    public void One_that_comes_back_after_its_removal_is_found() => Assert.Contains(
        "generation 2 was stored after 3",
        Tale.Of(new IntentStored("a", 2), new RemovalStored("a", 3), new IntentGone("a"), new IntentStored("a", 2))
            .Breaks<NoOlderInJournal>());

    [Fact]
    public void One_whose_creating_was_under_way_when_the_removal_came_may_appear() => Assert.Null(
        Tale.Of(new IntentStored("a", 2), new RemovalStored("a", 3), new IntentGone("a"), new IntentStored("a", 2, CreateSent: 1))
            .Breaks<NoOlderInJournal>());

    [Fact]
    public void One_that_was_sent_after_the_removal_is_found() => Assert.NotNull(
        Tale.Of(new IntentStored("a", 2), new RemovalStored("a", 3), new IntentGone("a"), new IntentStored("a", 2, CreateSent: 2))
            .Breaks<NoOlderInJournal>());

    [Fact]
    public void One_number_is_not_an_intent_and_a_removal() =>
        Assert.NotNull(Tale.Of(new RemovalStored("a", 3), new IntentStored("a", 3)).Breaks<NoOlderInJournal>());

    [Fact]
    public void One_number_with_two_contents_is_found() => Assert.Contains(
        "two contents", Tale.Of(new IntentStored("a", 1, "h"), new IntentStored("a", 1, "x")).Breaks<NoOlderInJournal>());

    [Fact]
    public void A_hand_in_the_journal_makes_it_begin_anew() =>
        Assert.Null(Tale.Of(new IntentStored("a", 2), new JournalEdited("a"), new IntentStored("a", 1)).Breaks<NoOlderInJournal>());
}
