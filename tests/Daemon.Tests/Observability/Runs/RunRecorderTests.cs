using System.Net;
using Pdp.Core.Logs;
using Pdp.Core.Ports;
using Pdp.Daemon.Observability;
using Pdp.Daemon.Tests.Harness;
using Pdp.Daemon.Tests.Reconcile;
using Pdp.Observability.Tasks;
using Pdp.PlaneStore;
using Pdp.PlaneStore.Runs;
using Pdp.Protocol.Intents;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Observability.Runs;

/// <summary>Runs of a task by the clock, as the cluster makes them, read and remembered.</summary>
public sealed class RunRecorderTests(ClockedCluster clocked) : AgentTest(clocked.Cluster), IClassFixture<ClockedCluster>
{
    private readonly TempDirectory _directory = new();
    private CancellationTokenSource _term = new();
    private Task _keeping = Task.CompletedTask;

    public override async ValueTask InitializeAsync()
    {
        Agent = await TestAgent.StartAsync(
            Cluster, Plane, Namespace, o => o with { Observe = o.Observe with { Listen = new IPEndPoint(IPAddress.Loopback, 0), Directory = _directory.Path } });
        await Until.TrueAsync(() => Agent.Get<ILeadership>().IsLeader);
        await LeadAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await StepDownAsync();
        await base.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Runs_are_answered_as_they_come_and_long_after_their_jobs_are_gone()
    {
        await Agent.PutAsync(TaskDocuments.Scheduled(Plane, Id, 1, "* * * * *"));
        await UntilAsync(runs => runs.Any(run => run is { Outcome: RunOutcome.Running, Pods.Count: > 0 }));
        await UntilAsync(runs => runs.Count(run => run.Outcome == RunOutcome.Succeeded) >= 6);
        await Agent.PutAsync(TaskDocuments.Scheduled(Plane, Id, 2, "* * * * *", ComponentState.Suspended));
        await UntilAsync(runs => runs.All(run => run.Outcome == RunOutcome.Succeeded));

        var before = await ListAsync();
        await StepDownAsync();
        await LeadAsync();
        var after = await ListAsync();

        Assert.Equal(before.Select(run => run.Id), after.Select(run => run.Id));
        Assert.Equal(after.OrderByDescending(run => run.StartedAt), after);
        Assert.All(after, run => Assert.Equal(
            ("acme", Id, "test", Id, RunTrigger.Schedule, "r1"), (run.Organization, run.Project, run.Environment, run.Component, run.Trigger, run.Release)));
        Assert.All(after, run => Assert.True(run.FinishedAt >= run.StartedAt));
        // A CronJob keeps three that succeeded: these are told by the store alone, pods and all.
        var jobs = (await Cluster.OfIntentAsync("batch/v1", "Job", Id)).Count;
        Assert.InRange(jobs, 1, 3);
        Assert.All(after, run => Assert.StartsWith(run.Id, Assert.Single(run.Pods), StringComparison.Ordinal));
        Assert.Equal(after[^1].Pods, Assert.Single(await Agent.Get<ITaskRuns>().FindAsync([new LogScope(Project: Id)], after[^1].Id, Ct)).Pods);
    }

    private Task<IReadOnlyList<TaskRun>> ListAsync() => Agent.Get<ITaskRuns>().ListAsync([new LogScope(Project: Id)], 100, Ct);

    // The clock goes on while the agent works, as it does in life.
    private Task UntilAsync(Func<IReadOnlyList<TaskRun>, bool> condition) => Until.TrueAsync(async () =>
    {
        clocked.Time.Advance(TimeSpan.FromSeconds(2));
        return await ListAsync() is { Count: > 0 } runs && condition(runs);
    });

    private async Task LeadAsync()
    {
        _term = new CancellationTokenSource();
        _keeping = Agent.Get<PlaneKeeping>().RunAsync(_term.Token);
        await Until.TrueAsync(() => Agent.Get<PlaneStores>().AreOpen);
    }

    private async Task StepDownAsync()
    {
        await _term.CancelAsync();
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _term.Dispose();
    }
}
