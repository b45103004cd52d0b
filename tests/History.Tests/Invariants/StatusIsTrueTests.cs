using Pdp.History.Events;
using Pdp.History.Invariants;
using Pdp.History.Tests.Support;

namespace Pdp.History.Tests.Invariants;

public sealed class StatusIsTrueTests
{
    private static readonly HistoryEvent[] _stored = [new IntentStored("a", 1, Mark: "m1"), new IntentStored("a", 2, Mark: "m2")];

    [Fact]
    public void A_status_that_says_what_is_there_is_well() => Assert.Null(
        Saying("Healthy", 2, ["o", "p"], new("o", "a", "m2", true), new("p", "a")).Breaks<StatusIsTrue>());

    [Fact]
    public void A_rollback_runs_the_older_generation() =>
        Assert.Null(Saying("RolledBack", 1, ["o"], new HeldObject("o", "a", "m1")).Breaks<StatusIsTrue>());

    [Fact]
    public void A_missing_object_is_found() =>
        Assert.Contains("p is not there", Saying("Healthy", 2, ["o", "p"], new HeldObject("o", "a", "m2")).Breaks<StatusIsTrue>());

    [Fact]
    public void A_job_that_ran_may_be_gone() => Assert.Null(
        Tale.Of(new JobRan("job", "a", "u")).Ends([new("a", 1, "", false, new StatusFacts("Healthy", 1, 1), ["job"])], [], [])
            .Breaks<StatusIsTrue>());

    [Fact]
    public void An_object_of_another_generation_is_found() => Assert.Contains(
        "generation 2 (m2) runs, but o is of m1", Saying("Healthy", 2, ["o"], new HeldObject("o", "a", "m1")).Breaks<StatusIsTrue>());

    [Fact]
    public void An_object_that_is_not_healthy_is_found() => Assert.Contains(
        "o is not", Saying("Healthy", 2, ["o"], new HeldObject("o", "a", "m2", IsHealthy: false)).Breaks<StatusIsTrue>());

    [Fact]
    public void What_is_left_of_an_undeployed_intent_is_found() =>
        Assert.Contains("undeployed", Saying("Undeployed", 2, ["o"], new HeldObject("o", "a")).Breaks<StatusIsTrue>());

    [Fact]
    public void An_object_in_nobodys_inventory_is_found() =>
        Assert.Contains("nobody's inventory", Saying("Healthy", 2, [], new HeldObject("o", "a", "m2")).Breaks<StatusIsTrue>());

    [Fact]
    public void So_is_one_of_an_intent_nobody_holds() =>
        Assert.Contains("o of b", Saying("Healthy", 2, [], new HeldObject("o", "b")).Breaks<StatusIsTrue>());

    [Fact]
    public void An_intent_deleted_by_hand_leaves_its_objects() =>
        Assert.Null(Tale.Of(new JournalEdited("a")).Ends([], [], [new("o", "a")]).Breaks<StatusIsTrue>());

    private static Tale Saying(string phase, long running, string[] inventory, params HeldObject[] objects) =>
        Tale.Of(_stored).Ends([new("a", 2, "", false, new StatusFacts(phase, 2, running), inventory)], [], objects);
}
