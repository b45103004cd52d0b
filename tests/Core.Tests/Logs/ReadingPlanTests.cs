using Pdp.Core.Logs;
using Pdp.Core.Logs.Reading;

namespace Pdp.Core.Tests.Logs;

public sealed class ReadingPlanTests
{
    private static readonly DateTimeOffset _time = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_container_that_has_not_run_has_nothing_to_read() => Assert.Null(ReadingPlan.Next(null, new ContainerRun(null, null, null)));

    [Fact]
    public void A_container_never_seen_is_read_from_its_earliest_run_that_is_kept()
    {
        Assert.Equal(new ReadingPlan(false, LogPosition.StartOf("b"), null), ReadingPlan.Next(null, new ContainerRun("b", _time, null)));
        Assert.Equal(new ReadingPlan(true, LogPosition.StartOf("a"), null), ReadingPlan.Next(null, new ContainerRun("b", _time, "a")));
    }

    [Fact]
    public void The_same_run_goes_on_where_it_was() =>
        Assert.Equal(new ReadingPlan(false, At("b"), null), ReadingPlan.Next(At("b"), new ContainerRun("b", _time, "a")));

    [Fact]
    public void The_rest_of_the_run_before_comes_first() =>
        Assert.Equal(new ReadingPlan(true, At("a"), null), ReadingPlan.Next(At("a"), new ContainerRun("b", _time, "a")));

    [Fact]
    public void Runs_that_came_and_went_are_lost()
    {
        Assert.Equal(new ReadingPlan(true, LogPosition.StartOf("c"), At("a")), ReadingPlan.Next(At("a"), new ContainerRun("d", _time, "c")));
        Assert.Equal(new ReadingPlan(false, LogPosition.StartOf("d"), At("a")), ReadingPlan.Next(At("a"), new ContainerRun("d", _time, null)));
    }

    [Fact]
    public void Lines_of_a_run_that_had_begun_unheard_are_not_read_again() =>
        Assert.Equal(
            new ReadingPlan(false, new LogPosition("b", _time.AddSeconds(9), 3), null),
            ReadingPlan.Next(new LogPosition("a", _time.AddSeconds(9), 3), new ContainerRun("b", _time, "a")));

    private static LogPosition At(string run) => new(run, _time, 2);
}
