using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>A task by the clock: its runs are told as they come, and remembered when their Jobs are gone.</summary>
public sealed class ScheduledTaskTests(ClockedCluster clocked) : AgentTest(clocked.Cluster), IClassFixture<ClockedCluster>
{
    [Fact]
    public async Task Its_runs_are_told_newest_first_and_remembered_after_the_cluster_has_dropped_their_jobs()
    {
        await Agent.PutAsync(TaskDocuments.Scheduled(Plane, Id, 1, "* * * * *"));
        await UntilAsync(status => status is { Phase: IntentPhase.Healthy, ObservedGeneration: 1 });

        await UntilAsync(status => status.Runs.Count(run => run.Outcome == RunOutcome.Succeeded) >= 5);

        var runs = Runs();
        Assert.Equal(runs.OrderByDescending(run => run.StartedAt), runs);
        Assert.Equal(runs.Count, runs.Select(run => run.Name).Distinct().Count());
        // A CronJob keeps three that succeeded.
        await UntilAsync(async () => (await Cluster.OfIntentAsync("batch/v1", "Job", Id)).Count <= 3);
        Assert.True(Runs().Count >= 5);
        Assert.Equal(IntentPhase.Healthy, Agent.Journal.Find(Id)!.Status.Phase);
    }

    [Fact]
    public async Task Suspended_there_are_no_further_runs_and_those_there_were_are_kept()
    {
        await Agent.PutAsync(TaskDocuments.Scheduled(Plane, Id, 1, "* * * * *"));
        await UntilAsync(status => status.Runs is [{ Outcome: RunOutcome.Succeeded }, ..]);

        await Agent.PutAsync(TaskDocuments.Scheduled(Plane, Id, 2, "* * * * *", ComponentState.Suspended));
        await UntilAsync(status => status is { Phase: IntentPhase.Suspended, ObservedGeneration: 2 });
        await UntilAsync(status => status.Runs.All(run => run.Outcome != RunOutcome.Running));
        var runs = Runs();
        var later = clocked.Time.GetUtcNow().AddMinutes(5);
        await UntilAsync(_ => clocked.Time.GetUtcNow() >= later);
        await LookAgainAsync();

        Assert.Equal(runs, Runs());
    }

    private IReadOnlyList<RunRecord> Runs() => Agent.Journal.Find(Id)!.Status.Runs;

    private Task UntilAsync(Func<IntentStatus, bool> condition) =>
        UntilAsync(() => Task.FromResult(Agent.Journal.Find(Id) is { } intent && condition(intent.Status)));

    // The clock goes on while the agent works, as it does in life.
    private Task UntilAsync(Func<Task<bool>> condition) => Until.TrueAsync(async () =>
    {
        clocked.Time.Advance(TimeSpan.FromSeconds(5));
        return await condition();
    });
}
