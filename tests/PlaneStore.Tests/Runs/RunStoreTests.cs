using Pdp.Core.Logs;
using Pdp.PlaneStore.Runs;
using Pdp.PlaneStore.Tests.Support;
using Pdp.Protocol.Intents;
using Pdp.Testing;

namespace Pdp.PlaneStore.Tests.Runs;

public sealed class RunStoreTests : IDisposable
{
    private static readonly DateTimeOffset _start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TempDirectory _directory = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void A_run_is_followed_to_its_end_and_what_was_known_of_it_stays()
    {
        using var store = Open();
        store.Remember([Run("r1") with { Release = "1.0", Revision = "abc", Pods = ["p1"] }]);
        store.Remember([Run("r1") with { Outcome = RunOutcome.Succeeded, FinishedAt = _start.AddMinutes(1), Pods = ["p1", "p2"] }]);
        store.Remember([Run("r1") with { Outcome = RunOutcome.Failed, FinishedAt = _start.AddMinutes(9), Message = "its Job was deleted" }]);

        var run = Assert.Single(store.Find([LogScope.Any], "r1"));
        Assert.Equal(("1.0", "abc", RunOutcome.Succeeded, _start.AddMinutes(1), ""), (run.Release, run.Revision, run.Outcome, run.FinishedAt, run.Message));
        Assert.Equal(["p1", "p2"], run.Pods);
    }

    [Fact]
    public void The_newest_come_first_and_only_those_of_the_scope()
    {
        using var store = Open();
        store.Remember([Run("r1"), Run("r2") with { StartedAt = _start.AddHours(1) }, Run("r3") with { Organization = "rival" }]);

        Assert.Equal(["r2", "r1"], store.List([new LogScope("acme", Component: "report")], 10).Select(run => run.Id));
        Assert.Equal(["r2"], store.List([new LogScope("acme")], 1).Select(run => run.Id));
        Assert.Empty(store.Find([new LogScope("acme")], "r3"));
        Assert.Single(store.Find([new LogScope("rival")], "r3"));
        Assert.Empty(store.List([], 10));
    }

    [Fact]
    public void Runs_nobody_tells_of_any_more_go_by_age()
    {
        using var store = Open();
        store.Remember([Run("r1")]);
        _time.Advance(TimeSpan.FromDays(20));
        store.Remember([Run("r2")]);
        store.Tidy();

        Assert.Equal(["r2"], store.List([LogScope.Any], 10).Select(run => run.Id));
    }

    public void Dispose() => _directory.Dispose();

    private RunStore Open() => RunStore.Open(new PlaneStoreOptions { Directory = _directory.Path }, _time, new SeenByStore());

    private static TaskRun Run(string id) => new()
    {
        Id = id,
        Organization = "acme",
        Project = "shop",
        Environment = "prod",
        Component = "report",
        Trigger = RunTrigger.Schedule,
        Outcome = RunOutcome.Running,
        StartedAt = _start,
    };
}
