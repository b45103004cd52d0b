using Pdp.History.Events;
using Pdp.History.Invariants;
using Pdp.History.Tests.Support;

namespace Pdp.History.Tests.Invariants;

public sealed class NoOlderInClusterTests
{
    private static readonly HistoryEvent _one = new ObjectWritten("o", "a", "c1", "m1");
    private static readonly HistoryEvent _two = new ObjectWritten("o", "a", "c2", "m2");
    private static readonly HistoryEvent _runsOne = new StatusWritten("a", new StatusFacts("Healthy", 1, 1, 0));
    private static readonly HistoryEvent _failed = new StatusWritten("a", new StatusFacts("RolledBack", 2, 1, 2));

    [Fact]
    public void A_newer_generation_after_an_older_is_well() => Assert.Null(Both(_one, _two).Breaks<NoOlderInCluster>());

    [Fact]
    public void An_older_generation_after_a_newer_is_found() =>
        Assert.Contains("generation 1 was written after 2", Both(_one, _two, _one).Breaks<NoOlderInCluster>());

    [Fact]
    public void So_it_is_on_another_object_of_the_intent() =>
        Assert.NotNull(Both(_two, new ObjectWritten("p", "a", "c1", "m1")).Breaks<NoOlderInCluster>());

    [Fact]
    public void An_older_generation_that_changes_nothing_is_well() =>
        Assert.Null(Both(_two, new ObjectWritten("o", "a", "c1", "m1", Changed: false)).Breaks<NoOlderInCluster>());

    [Fact]
    public void A_rollback_that_was_announced_is_well() => Assert.Null(Both(_one, _two, _failed, _one).Breaks<NoOlderInCluster>());

    [Fact]
    public void Once_a_hand_has_edited_the_journal_what_runs_may_be_put_back() =>
        Assert.Null(Both(_one, _runsOne, new JournalEdited("a"), _two, _one).Breaks<NoOlderInCluster>());

    [Fact]
    public void When_a_document_is_stored_after_the_edit_nothing_older_may_come() => Assert.NotNull(
        Both(_one, _runsOne, new JournalEdited("a"), new IntentStored("a", 2, Mark: "m2"), _two, _one).Breaks<NoOlderInCluster>());

    [Fact]
    public void Nor_what_does_not_run() =>
        Assert.NotNull(Both(_one, new JournalEdited("a"), _two, _one).Breaks<NoOlderInCluster>());

    [Fact]
    public void A_rollback_that_is_announced_afterwards_is_found() =>
        Assert.NotNull(Both(_one, _two, _one, _failed).Breaks<NoOlderInCluster>());

    [Fact]
    public void A_step_behind_the_last_good_generation_is_found() => Assert.Contains(
        "generation 1 was written after 2",
        Both(
            _one,
            _two,
            new IntentStored("a", 3, Mark: "m3"),
            new ObjectWritten("o", "a", "c3", "m3"),
            new StatusWritten("a", new StatusFacts("RolledBack", 3, 2, 3)),
            _two,
            _one).Breaks<NoOlderInCluster>());

    [Fact]
    public void A_failed_generation_that_is_tried_again_is_found() => Assert.Contains(
        "after the status had said that it failed", Both(_one, _two, _failed, _one, _two).Breaks<NoOlderInCluster>());

    [Fact]
    public void The_same_content_under_a_later_number_may_be_tried_again() => Assert.Null(
        Both(_one, _two, _failed, _one, new IntentStored("a", 3, Mark: "m2"), _two).Breaks<NoOlderInCluster>());

    [Fact]
    public void The_content_of_long_ago_may_come_back_as_a_new_generation() =>
        Assert.Null(Both(_one, _two, new IntentStored("a", 3, Mark: "m1"), _one).Breaks<NoOlderInCluster>());

    [Fact]
    public void A_pass_under_way_when_the_removal_comes_may_end() =>
        Assert.Null(Both(new RemovalStored("a", 3), _two).Breaks<NoOlderInCluster>());

    [Fact]
    public void A_write_after_the_intent_has_left_is_found() => Assert.Contains(
        "generation 2 was written after 3", Both(_two, new RemovalStored("a", 3), new IntentGone("a"), _two).Breaks<NoOlderInCluster>());

    [Fact]
    public void An_intent_that_comes_back_after_its_removal_begins_anew() => Assert.Null(
        Both(_two, _failed, new RemovalStored("a", 3), new IntentGone("a"), new IntentStored("a", 4, Mark: "m1"), _one)
            .Breaks<NoOlderInCluster>());

    [Fact]
    public void A_create_that_was_under_way_when_the_newer_generation_came_may_land() =>
        Assert.Null(Both(_two, Late(sent: 2), _two).Breaks<NoOlderInCluster>());

    [Fact]
    public void A_create_that_was_sent_after_the_newer_generation_was_written_is_found() =>
        Assert.Contains("generation 1 was written after 2", Both(_two, Late(sent: 3)).Breaks<NoOlderInCluster>());

    [Fact]
    public void A_create_under_way_when_its_generation_failed_may_land() => Assert.Null(
        Both(_one, _two, _failed, _one, new ObjectWritten("p", "a", "c", "m2", CreateSent: 4)).Breaks<NoOlderInCluster>());

    [Fact]
    public void A_create_that_was_under_way_when_the_intent_left_may_land() =>
        Assert.Null(Both(_one, new RemovalStored("a", 3), new IntentGone("a"), Late(sent: 2)).Breaks<NoOlderInCluster>());

    [Fact]
    public void What_is_said_to_run_may_be_gone_back_to_once_a_newer_generation_was_superseded() =>
        Assert.Null(Both(_one, _runsOne, _two, new IntentStored("a", 3, Mark: "m3"), _one).Breaks<NoOlderInCluster>());

    [Fact]
    public void But_not_while_the_newer_one_is_the_newest() =>
        Assert.NotNull(Both(_one, _runsOne, _two, _one).Breaks<NoOlderInCluster>());

    [Fact]
    public void Nor_once_it_was_said_to_run() => Assert.NotNull(
        Both(_one, _two, new StatusWritten("a", new StatusFacts("Healthy", 2, 2, 0)), new IntentStored("a", 3, Mark: "m3"), _one)
            .Breaks<NoOlderInCluster>());

    [Fact]
    public void Nor_to_another_than_is_said_to_run() => Assert.NotNull(
        Both(
            _one,
            _two,
            new StatusWritten("a", new StatusFacts("Healthy", 2, 2, 0)),
            new IntentStored("a", 3, Mark: "m3"),
            new ObjectWritten("o", "a", "c3", "m3"),
            new IntentStored("a", 4, Mark: "m4"),
            _one).Breaks<NoOlderInCluster>());

    [Fact]
    public void After_a_hand_in_the_journal_what_never_failed_may_be_gone_back_to() =>
        Assert.Null(Both(_one, _two, new JournalEdited("a"), _failed, _one).Breaks<NoOlderInCluster>());

    [Fact]
    public void But_what_failed_is_not_tried_again_there_either() => Assert.Contains(
        "after the status had said that it failed", Both(_one, _two, new JournalEdited("a"), _failed, _two).Breaks<NoOlderInCluster>());

    [Fact]
    public void Nor_what_failed_before_something_newer_did() => Assert.Contains(
        "after the status had said that it failed",
        Both(
            _one,
            _two,
            _failed,
            _one,
            new IntentStored("a", 3, Mark: "m3"),
            new StatusWritten("a", new StatusFacts("RolledBack", 3, 1, 3)),
            _two).Breaks<NoOlderInCluster>());

    [Fact]
    public void A_write_under_way_may_land_on_what_nobody_touched_since() =>
        Assert.Null(Both(_one, _two, new ObjectWritten("p", "a", "c1", "m1", Sent: 3)).Breaks<NoOlderInCluster>());

    [Fact]
    public void But_not_on_what_was_written_since() =>
        Assert.NotNull(Both(_one, _two, new ObjectWritten("o", "a", "c1", "m1", Sent: 3)).Breaks<NoOlderInCluster>());

    [Fact]
    public void Nor_if_it_was_sent_after_the_newer_generation_was_written() =>
        Assert.NotNull(Both(_one, _two, new ObjectWritten("p", "a", "c1", "m1", Sent: 4)).Breaks<NoOlderInCluster>());

    // Record 6 is the first of generation 3. Nothing was said to run before it, so that only the announcement allows a way back.
    private static Tale WayBackCrossedBy(ObjectWritten other) => Both(
        _one,
        _two,
        new IntentStored("a", 3, Mark: "m3"),
        new ObjectWritten("o", "a", "c3", "m3"),
        new StatusWritten("a", new StatusFacts("RolledBack", 3, 0, 3)),
        other,
        _one);

    [Fact]
    public void A_create_of_a_superseded_generation_that_lands_late_is_not_the_way_back() =>
        Assert.Null(WayBackCrossedBy(new ObjectWritten("p", "a", "c2", "m2", CreateSent: 5)).Breaks<NoOlderInCluster>());

    [Fact]
    public void But_what_was_sent_after_the_newer_one_was_begun_is() => Assert.Contains(
        "generation 1 was written after 2", WayBackCrossedBy(new ObjectWritten("p", "a", "c2", "m2", CreateSent: 7)).Breaks<NoOlderInCluster>());

    private static ObjectWritten Late(long sent) => new("p", "a", "c1", "m1", CreateSent: sent);

    private static Tale Both(params HistoryEvent[] then) =>
        Tale.Of([new IntentStored("a", 1, Mark: "m1"), new IntentStored("a", 2, Mark: "m2"), .. then]);
}
