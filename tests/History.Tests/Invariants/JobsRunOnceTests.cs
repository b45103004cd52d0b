using Pdp.History.Events;
using Pdp.History.Invariants;
using Pdp.History.Tests.Support;

namespace Pdp.History.Tests.Invariants;

public sealed class JobsRunOnceTests
{
    private static readonly HistoryEvent _ran = new JobRan("job", "a", "u1");
    private static readonly HistoryEvent _again = new JobRan("job", "a", "u2");
    private static readonly HistoryEvent _known = new StatusWritten("a", new StatusFacts("Healthy", 1, 1));
    private static readonly HistoryEvent _disturbed = new ObjectDisturbed("job", "a");

    [Fact]
    public void A_job_that_is_seen_twice_ran_once() => Assert.Null(Tale.Of(_ran, _ran).Breaks<JobsRunOnce>());

    [Fact]
    public void A_job_that_ran_again_is_found() => Assert.Contains("twice", Tale.Of(_ran, _again).Breaks<JobsRunOnce>());

    [Fact]
    public void One_that_was_cleaned_away_after_its_end_was_known_must_not_run_again() =>
        Assert.NotNull(Tale.Of(_ran, _known, _disturbed, _again).Breaks<JobsRunOnce>());

    [Fact]
    public void One_that_was_taken_away_before_anybody_knew_of_its_end_may_run_again() =>
        Assert.Null(Tale.Of(_ran, _disturbed, _again).Breaks<JobsRunOnce>());

    [Fact]
    public void One_of_an_intent_that_came_back_after_its_removal_runs_again() =>
        Assert.Null(Tale.Of(_ran, _known, new RemovalStored("a", 2), _again).Breaks<JobsRunOnce>());

    [Fact]
    public void One_the_agent_deleted_runs_again() =>
        Assert.Null(Tale.Of(_ran, _known, new ObjectDeleted("job", "a"), _again).Breaks<JobsRunOnce>());
}
